import WebAuthn

/// `PublicKeyCredentialDescriptorJSON`, Web Authentication level 3, section 5.1.9.
struct CredentialDescriptor: Encodable, Sendable {
    let type = "public-key"
    let id: String

    init(_ credentialID: [UInt8]) {
        self.id = Base64URL.encode(credentialID)
    }
}
