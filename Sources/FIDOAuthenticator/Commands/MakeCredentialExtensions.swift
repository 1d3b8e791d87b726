import CanonicalCBOR

/// The extension inputs of authenticatorMakeCredential; CTAP 2.1, section 12.
///
/// Unknown ones do not count.
struct MakeCredentialExtensions: Sendable {
    var protection: CredentialProtection?
    var blob: ArraySlice<UInt8>?
    var largeBlobKey: Bool?
    var minPINLength = false
    var hmacSecret = false

    init() {}

    init(_ item: CBORItem) throws(CTAP2StatusCode) {
        for entry in try item.mapParameter() {
            if entry.key.isText("credProtect") {
                let number = try entry.value.unsignedParameter()
                guard let protection = UInt8(exactly: number).flatMap({ CredentialProtection(rawValue: $0) }) else {
                    throw .invalidOption
                }
                self.protection = protection
            } else if entry.key.isText("credBlob") {
                self.blob = try entry.value.bytesParameter()
            } else if entry.key.isText("largeBlobKey") {
                self.largeBlobKey = try entry.value.booleanParameter()
            } else if entry.key.isText("minPinLength") {
                self.minPINLength = try entry.value.booleanParameter()
            } else if entry.key.isText("hmac-secret") {
                self.hmacSecret = try entry.value.booleanParameter()
            }
        }
    }

    /// Only those that an authenticator has: the others are as if they had not been sent.
    func restricted(to known: AuthenticatorExtensions) -> MakeCredentialExtensions {
        var some = self
        if !known.contains(.credProtect) {
            some.protection = nil
        }
        if !known.contains(.credBlob) {
            some.blob = nil
        }
        if !known.contains(.largeBlobKey) {
            some.largeBlobKey = nil
        }
        some.minPINLength = self.minPINLength && known.contains(.minPINLength)
        some.hmacSecret = self.hmacSecret && known.contains(.hmacSecret)
        return some
    }
}
