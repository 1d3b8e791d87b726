import LibCrypto

/// A typed password, ready to be hashed on another thread; wiped when nobody has it any more.
final class PreparedPassword: Sendable {
    let bytes: SecretBytes

    init(_ text: String) throws(PasswordPreparationError) {
        self.bytes = try SecretBytes(password: text)
    }
}
