import CanonicalCBOR
import FIDOMessages

/// authenticatorGetInfo; CTAP 2.1, section 6.4.
extension Authenticator {
    /// How many credentials a platform should send in a list, `maxCredentialCountInList`; more are read all the same.
    private static var credentialCountInList: UInt64 { 8 }

    func getInfo() -> [UInt8] {
        let profile = self.profile
        let largeBlobs = profile.largeBlobCapacity > 0
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(1) { Self.write(texts: self.versions, to: &$0) }
            if !profile.extensions.isEmpty {
                members.add(2) { Self.write(texts: profile.extensions.names, to: &$0) }
            }
            members.add(3) { $0.byteString(profile.aaguid) }
            members.add(4) { self.writeOptions(to: &$0) }
            members.add(5) { $0.unsignedInteger(UInt64(profile.maximumMessageSize)) }
            if profile.supportsPIN {
                members.add(6) { value in
                    value.array(count: profile.pinProtocols.count)
                    for pinProtocol in profile.pinProtocols {
                        value.unsignedInteger(UInt64(pinProtocol.rawValue))
                    }
                }
            }
            guard profile.rules.hasLongInfo else { return }
            members.add(7) { $0.unsignedInteger(Self.credentialCountInList) }
            members.add(8) { $0.unsignedInteger(UInt64(CredentialSecrets.idByteCount)) }
            members.add(9) { Self.write(texts: ["nfc", "usb"], to: &$0) }
            members.add(10) { self.writeAlgorithms(to: &$0) }
            if largeBlobs {
                members.add(11) { $0.unsignedInteger(UInt64(profile.largeBlobCapacity)) }
            }
            if profile.supportsPIN {
                members.add(12) { $0.boolean(self.state.mustChangePIN) }
                members.add(13) { $0.unsignedInteger(UInt64(self.state.minimumPINLength)) }
            }
            members.add(14) { $0.unsignedInteger(UInt64(profile.firmwareVersion)) }
            if profile.extensions.contains(.credBlob) {
                members.add(15) { $0.unsignedInteger(UInt64(profile.credentialBlobCapacity)) }
            }
            if profile.supportsConfig {
                members.add(16) { $0.unsignedInteger(UInt64(profile.minimumPINLengthRPIDCapacity)) }
            }
            if profile.discoverableCapacity > 0 {
                members.add(20) { $0.unsignedInteger(UInt64(self.remainingDiscoverable)) }
            }
        }
        return writer.bytes
    }

    /// How many discoverable credentials there is still room for.
    var remainingDiscoverable: Int {
        self.faults.isStorageFull ? 0 : max(0, self.profile.discoverableCapacity - self.state.credentials.count)
    }

    /// Whether U2F requests are answered; not while users are to be verified always, section 7.2.4.
    package var acceptsU2F: Bool {
        self.profile.supportsU2F && !self.state.alwaysRequiresUserVerification
    }

    private var versions: [String] {
        var versions = self.acceptsU2F ? ["U2F_V2", "FIDO_2_0"] : ["FIDO_2_0"]
        if self.hasCredentialManagementPreview {
            versions.append("FIDO_2_1_PRE")
        }
        if self.profile.ctap2 == .ctap21 {
            versions.append("FIDO_2_1")
        }
        return versions
    }

    /// Of the options only those whose value is not their default, or that tell whether something is set up.
    private func writeOptions(to writer: inout CBORWriter) {
        let profile = self.profile
        writer.map { options in
            if self.hasEnterpriseAttestation {
                options.add("ep") { $0.boolean(self.state.isEnterpriseAttestationEnabled) }
            }
            options.add("rk") { $0.boolean(profile.discoverableCapacity > 0) }
            if profile.supportsConfig {
                options.add("alwaysUv") { $0.boolean(self.state.alwaysRequiresUserVerification) }
                options.add("authnrCfg") { $0.boolean(true) }
            }
            if profile.supportsCredentialManagement {
                options.add("credMgmt") { $0.boolean(true) }
            }
            if profile.supportsPIN {
                options.add("clientPin") { $0.boolean(self.state.pin != nil) }
            }
            if profile.largeBlobCapacity > 0 {
                options.add("largeBlobs") { $0.boolean(true) }
            }
            if self.hasCredentialManagementPreview {
                options.add("credentialMgmtPreview") { $0.boolean(true) }
            }
            guard profile.rules.hasLongInfo, profile.supportsPIN else { return }
            options.add("pinUvAuthToken") { $0.boolean(true) }
            if profile.supportsConfig {
                options.add("setMinPINLength") { $0.boolean(true) }
            }
            options.add("makeCredUvNotRqd") { $0.boolean(!self.state.alwaysRequiresUserVerification) }
        }
    }

    private func writeAlgorithms(to writer: inout CBORWriter) {
        let algorithms = [COSEAlgorithm.es256, .edDSA].filter { self.environment.supports($0) }
        writer.array(count: algorithms.count)
        for algorithm in algorithms {
            writer.map { members in
                members.add("alg") { $0.integer(algorithm.rawValue) }
                members.add("type") { $0.textString("public-key") }
            }
        }
    }

    private static func write(texts: [String], to writer: inout CBORWriter) {
        writer.array(count: texts.count)
        for text in texts {
            writer.textString(text)
        }
    }
}
