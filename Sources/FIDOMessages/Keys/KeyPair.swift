/// A private key and its public half.
package struct KeyPair: Sendable {
    /// 32 bytes: the scalar of a P-256 key, big-endian, or the seed of an Ed25519 key, RFC 8032, section 5.1.5.
    package var privateKey: [UInt8]

    /// The coordinates x and y of a P-256 key, 64 bytes, or the 32 bytes of an Ed25519 key.
    package var publicKey: [UInt8]

    package init(privateKey: [UInt8], publicKey: [UInt8]) {
        self.privateKey = privateKey
        self.publicKey = publicKey
    }
}
