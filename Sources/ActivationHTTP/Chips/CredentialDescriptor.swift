import Activation
import WebAuthn

/// `PublicKeyCredentialDescriptorJSON`, Web Authentication level 3, section 5.1.9.
struct CredentialDescriptor: Encodable, Sendable {
    let type = "public-key"
    let id: String

    /// As the registration had them; `nil` if it had none.
    let transports: [String]?

    init(_ chip: ChipRecord) {
        self.id = Base64URL.encode(chip.credentialID)
        self.transports = chip.transports.names.isEmpty ? nil : chip.transports.names
    }
}
