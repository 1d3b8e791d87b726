package import LibCrypto
package import OTPCore

/// A key whose every part was checked, with its secret, which is wiped when the key is gone.
package struct PSKCKey: ~Copyable, Sendable {
    package let properties: KeyProperties

    /// 1 to 128 bytes.
    package let secret: SecretBytes

    /// Where the key starts in its file.
    package let position: PSKCPosition

    init(properties: KeyProperties, secret: consuming SecretBytes, position: PSKCPosition) {
        self.properties = properties
        self.secret = secret
        self.position = position
    }

    /// The secret as the OTP machines take it.
    package borrowing func sharedSecret() throws(SharedSecretError) -> SharedSecret {
        try self.secret.withBytes { span throws(SharedSecretError) in try SharedSecret(copying: span) }
    }
}
