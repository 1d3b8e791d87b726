import CanonicalCBOR
import FIDOMessages

/// The extension inputs of authenticatorGetAssertion; CTAP 2.1, section 12.
///
/// One that the authenticator does not have is ignored and its input not read, section 6.2.2, step 10.
struct GetAssertionExtensions: Sendable {
    var blob = false
    var largeBlobKey: Bool?
    var hmacSecret: HMACSecretInput?

    init() {}

    init(_ item: CBORItem, known: AuthenticatorExtensions) throws(CTAP2StatusCode) {
        for entry in try item.mapParameter() {
            if known.contains(.credBlob), entry.key.isText("credBlob") {
                self.blob = try entry.value.booleanParameter()
            } else if known.contains(.largeBlobKey), entry.key.isText("largeBlobKey") {
                self.largeBlobKey = try entry.value.booleanParameter()
            } else if known.contains(.hmacSecret), entry.key.isText("hmac-secret") {
                self.hmacSecret = try HMACSecretInput(entry.value)
            }
        }
    }
}
