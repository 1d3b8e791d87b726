import LibCrypto

/// A key made of a password, kept for the values that follow.
final class DerivedKey {
    let secret: SecretBytes

    init(_ secret: consuming SecretBytes) {
        self.secret = secret
    }
}
