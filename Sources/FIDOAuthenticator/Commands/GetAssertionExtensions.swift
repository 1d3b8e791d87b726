import CanonicalCBOR

/// The extension inputs of authenticatorGetAssertion; CTAP 2.1, section 12.
///
/// Unknown ones do not count.
struct GetAssertionExtensions: Sendable {
    var blob = false
    var largeBlobKey: Bool?
    var hmacSecret: HMACSecretInput?

    init() {}

    init(_ item: CBORItem) throws(CTAP2StatusCode) {
        for entry in try item.mapParameter() {
            if entry.key.isText("credBlob") {
                self.blob = try entry.value.booleanParameter()
            } else if entry.key.isText("largeBlobKey") {
                self.largeBlobKey = try entry.value.booleanParameter()
            } else if entry.key.isText("hmac-secret") {
                self.hmacSecret = try HMACSecretInput(entry.value)
            }
        }
    }

    /// Only those that an authenticator has: the others are as if they had not been sent.
    func restricted(to known: AuthenticatorExtensions) -> GetAssertionExtensions {
        var some = self
        some.blob = self.blob && known.contains(.credBlob)
        if !known.contains(.largeBlobKey) {
            some.largeBlobKey = nil
        }
        if !known.contains(.hmacSecret) {
            some.hmacSecret = nil
        }
        return some
    }
}
