/// `RegistrationResponseJSON` or `AuthenticationResponseJSON`, Web Authentication level 3, section 5.1.8.
package struct CredentialResponse: Encodable, Sendable {
    struct Response: Encodable, Sendable {
        let clientDataJSON: Base64URLBytes
        var authenticatorData: Base64URLBytes?
        var attestationObject: Base64URLBytes?
        var transports: [String]?
        var publicKeyAlgorithm: Int64?
        var signature: Base64URLBytes?
        var userHandle: Base64URLBytes?
    }

    struct NoResults: Encodable, Sendable {}

    let id: Base64URLBytes
    let rawId: Base64URLBytes
    let type = "public-key"
    let authenticatorAttachment = "cross-platform"
    let clientExtensionResults = NoResults()
    let response: Response

    init(id: [UInt8], _ response: Response) {
        self.id = Base64URLBytes(id)
        self.rawId = Base64URLBytes(id)
        self.response = response
    }
}
