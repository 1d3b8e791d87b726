import Foundation

/// A credential's answer as a relying party takes it: `RegistrationResponseJSON` and `AuthenticationResponseJSON`, Web
/// Authentication level 3, section 5.1.8 and 5.1.9.
struct CredentialAnswer: Encodable {
    struct Response: Encodable {
        let clientDataJSON: Base64URLBytes
        var authenticatorData: Base64URLBytes?
        var attestationObject: Base64URLBytes?
        var transports: [String]?
        var publicKeyAlgorithm: Int64?
        var signature: Base64URLBytes?
        var userHandle: Base64URLBytes?
    }

    struct NoResults: Encodable {}

    let id: Base64URLBytes
    let rawId: Base64URLBytes
    let type = "public-key"
    let authenticatorAttachment = "cross-platform"
    let clientExtensionResults = NoResults()
    let response: Response

    init(id: [UInt8], response: Response) {
        self.id = Base64URLBytes(id)
        self.rawId = Base64URLBytes(id)
        self.response = response
    }

    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Answer.print(try encoder.encode(self))
    }
}
