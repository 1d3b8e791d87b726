package import LibCrypto

/// What opens the encrypted values of a container; the sender and the receiver agree on it outside the file.
package enum ContainerKey: ~Copyable, Sendable {
    /// The key itself, RFC 6030, section 6.1; also a key that was derived or unwrapped elsewhere.
    case preShared(SecretBytes)

    /// A password, of which the file says how the key is derived, section 6.2; its bytes are used as they are.
    case password(SecretBytes)

    /// The private half of the key that the values, or the key they are encrypted with, were encrypted under, section 6.3.
    case privateKey(RSAPrivateKey)
}
