import WebAuthn

/// `PublicKeyCredentialCreationOptionsJSON`, Web Authentication level 3, section 5.1.9.
package struct CreationOptions: Decodable, Sendable {
    struct Party: Decodable, Sendable {
        let id: String?
    }

    struct User: Decodable, Sendable {
        let id: Base64URLBytes
        let name: String
        let displayName: String?
    }

    struct Parameters: Decodable, Sendable {
        let type: String
        let alg: Int64
    }

    struct Selection: Decodable, Sendable {
        let residentKey: String?
        let requireResidentKey: Bool?
        let userVerification: String?
    }

    let rp: Party
    let user: User
    let challenge: Base64URLBytes
    let pubKeyCredParams: [Parameters]
    let timeout: Int64?
    let excludeCredentials: [CredentialReference]?
    let authenticatorSelection: Selection?
    let attestation: String?

    /// Whether the credential has to be discoverable, section 5.4.4.
    var needsDiscoverable: Bool {
        self.authenticatorSelection?.residentKey.map { $0 == "required" }
            ?? self.authenticatorSelection?.requireResidentKey ?? false
    }

    /// Whether the user has to be verified, section 5.8.6.
    var needsVerification: Bool { self.authenticatorSelection?.userVerification == "required" }

    /// Whether the relying party does not want to know the maker, section 5.4.7.
    var isAnonymous: Bool { self.attestation == nil || self.attestation == "none" }
}

/// `PublicKeyCredentialRequestOptionsJSON`, Web Authentication level 3, section 5.1.10.
package struct RequestOptions: Decodable, Sendable {
    let challenge: Base64URLBytes
    let timeout: Int64?
    let rpId: String?
    let allowCredentials: [CredentialReference]?
    let userVerification: String?

    /// Whether the user has to be verified, section 5.8.6.
    var needsVerification: Bool { self.userVerification == "required" }
}

/// A credential by its ID, Web Authentication level 3, section 5.8.3.
struct CredentialReference: Decodable, Sendable {
    let id: Base64URLBytes
}

/// Bytes in base64url, as Web Authentication's JSON carries them.
struct Base64URLBytes: Codable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Base64URL.decode(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is not base64url")
        }
        self.bytes = bytes
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64URL.encode(self.bytes))
    }
}
