import HTTPService
import WebAuthn

/// Members of Web Authentication's JSON forms as the bytes they stand for.
extension Decoder {
    func base64URL<Name: CodingKey>(at name: Name) throws -> [UInt8] {
        let text = try self.container(keyedBy: Name.self).decode(String.self, forKey: name)
        guard let bytes = Base64URL.decode(text) else {
            throw self.refusal(of: name, "bytes are written in base64url without padding.")
        }
        return bytes
    }

    /// The credential's name, which the forms have twice, and their type; empty if the two names differ, as no credential's
    /// name is.
    func credentialID() throws -> [UInt8] {
        let members = try self.container(keyedBy: CredentialNames.self)
        let id = try self.base64URL(at: CredentialNames.id)
        if members.contains(.type), try members.decode(String.self, forKey: .type) != "public-key" {
            throw self.refusal(of: CredentialNames.type, "a credential is of the type public-key.")
        }
        guard members.contains(.rawId) else { return id }
        return try self.base64URL(at: CredentialNames.rawId) == id ? id : []
    }
}

private enum CredentialNames: String, CodingKey {
    case id
    case rawId
    case type
}
