import AuthenticatorCrypto
import CanonicalCBOR
import ChipConnections
import FIDOClient
import FIDOMessages

extension ChipCeremony {
    /// Makes a credential: navigator.credentials.create().
    package func register(_ options: CreationOptions) async throws(CeremonyFault) -> CredentialResponse {
        let id = try RelyingPartyID.of(origin: self.origin, option: self.rpID, wanted: options.rp.id)
        let time = Self.time(of: options.timeout)
        let clientData = CollectedClientData(
            type: "webauthn.create",
            challenge: options.challenge.bytes,
            origin: self.origin
        )
        let cryptography = LibCryptoEnvironment(attestation: nil)
        var call = MakeCredentialCall(
            clientDataHash: cryptography.sha256(clientData.json.span),
            rpID: id,
            user: UserEntity(
                id: options.user.id.bytes,
                name: Array(options.user.name.utf8),
                displayName: options.user.displayName.map { Array($0.utf8) }
            ),
            algorithms: options.pubKeyCredParams.filter { $0.type == "public-key" }.map {
                COSEAlgorithm(rawValue: $0.alg)
            }
        )
        if options.needsDiscoverable { call.options.discoverable = true }
        call.excludeList = (options.excludeCredentials ?? []).map(\.id.bytes)
        let info = try await self.info()
        try self.checkVerification(isNeeded: options.needsVerification, info)
        let made: MadeCredential
        if let info {
            call.excludeList = try await self.fitting(call.excludeList, info, rpID: id, within: time)
            call.authorization = try await self.authorization(
                for: .makeCredential,
                info,
                rpID: id,
                of: call.clientDataHash,
                within: time
            )
            let answer = try await self.send(call.message, within: time)
            do throws(CallFault) {
                made = try call.answer(parsing: answer)
            } catch {
                throw Self.fault(of: error)
            }
        } else {
            made = try await self.madeByU2F(call, within: time)
        }
        guard let credential = made.authenticatorData.attestedCredential else {
            throw .unreadable(.invalidAuthenticatorData)
        }
        let attestation = Attestation(made, isAnonymous: options.isAnonymous)
        var response = CredentialResponse.Response(clientDataJSON: Base64URLBytes(clientData.json))
        response.attestationObject = Base64URLBytes(attestation.object)
        response.authenticatorData = Base64URLBytes(attestation.authenticatorData)
        response.publicKeyAlgorithm = (try? CBORItem(parsing: credential.publicKey))?.map?[3]?.integer
        response.transports = await self.transports(info)
        return CredentialResponse(id: credential.id, response)
    }

    private func madeByU2F(
        _ call: MakeCredentialCall,
        within time: Duration
    ) async throws(CeremonyFault) -> MadeCredential {
        let end = ContinuousClock.now + time
        var creation = CredentialCreation(call, info: nil, pin: nil, LibCryptoEnvironment(attestation: nil))
        var step = creation.opening
        while true {
            switch step {
            case .sendU2F(let command):
                step = creation.responseReceived(try await self.send(command))
            case .awaitUser(let command):
                try await self.awaitTouch(until: end)
                step = creation.responseReceived(try await self.send(command))
            case .made(let credential):
                return credential
            case .failed(.ctap2(let fault)): throw Self.fault(of: fault)
            case .failed(.u2f(let fault)): throw .refusedByU2F(fault)
            case .failed, .sendCTAP2: throw .notForU2F
            }
        }
    }

    /// The transports of getInfo, or the one in use.
    private func transports(_ info: AuthenticatorInfo?) async -> [String] {
        if let transports = info?.transports, !transports.isEmpty { return transports.sorted() }
        switch self.chip.place {
        case .usb: return ["usb"]
        case .card: return ["nfc"]
        }
    }
}

/// An attestation object for the relying party, Web Authentication level 3, sections 5.1.3, step 25, and 6.5.4.
private struct Attestation {
    let object: [UInt8]
    let authenticatorData: [UInt8]

    private static let aaguid = 37..<53

    /// The maker is hidden from a relying party that does not ask for it; self attestation hides nothing.
    init(_ made: MadeCredential, isAnonymous: Bool) {
        let bytes = made.authenticatorData.bytes
        let aaguid = made.authenticatorData.attestedCredential?.aaguid ?? []
        let isSelfSigned =
            made.format == "packed" && aaguid.allSatisfy { $0 == 0 }
            && (try? CBORItem(parsing: made.attestationStatement))?.map?["x5c"] == nil
        guard isAnonymous, !isSelfSigned, bytes.count >= Self.aaguid.upperBound else {
            self.object = made.attestationObject
            self.authenticatorData = bytes
            return
        }
        var data = bytes
        data.replaceSubrange(Self.aaguid, with: [UInt8](repeating: 0, count: Self.aaguid.count))
        var writer = CBORWriter()
        writer.map { members in
            members.add("fmt") { $0.textString("none") }
            members.add("attStmt") { $0.map { _ in } }
            members.add("authData") { $0.byteString(data) }
        }
        self.object = writer.bytes
        self.authenticatorData = data
    }
}
