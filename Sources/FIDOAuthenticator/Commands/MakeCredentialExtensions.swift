import CanonicalCBOR
import FIDOMessages

/// The extension inputs of authenticatorMakeCredential; CTAP 2.1, section 12.
///
/// One that the authenticator does not have is ignored and its input not read, section 6.1.2, step 15.
struct MakeCredentialExtensions: Sendable {
    var protection: CredentialProtection?
    var blob: ArraySlice<UInt8>?
    var largeBlobKey: Bool?
    var minPINLength = false
    var hmacSecret = false

    init() {}

    init(_ item: CBORItem, known: AuthenticatorExtensions) throws(CTAP2StatusCode) {
        for entry in try item.mapParameter() {
            if known.contains(.credProtect), entry.key.isText("credProtect") {
                let number = try entry.value.unsignedParameter()
                guard let protection = UInt8(exactly: number).flatMap({ CredentialProtection(rawValue: $0) }) else {
                    throw .invalidOption
                }
                self.protection = protection
            } else if known.contains(.credBlob), entry.key.isText("credBlob") {
                self.blob = try entry.value.bytesParameter()
            } else if known.contains(.largeBlobKey), entry.key.isText("largeBlobKey") {
                self.largeBlobKey = try entry.value.booleanParameter()
            } else if known.contains(.minPINLength), entry.key.isText("minPinLength") {
                self.minPINLength = try entry.value.booleanParameter()
            } else if known.contains(.hmacSecret), entry.key.isText("hmac-secret") {
                self.hmacSecret = try entry.value.booleanParameter()
            }
        }
    }
}
