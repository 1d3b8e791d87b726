import LibCrypto

extension SecretBytes {
    /// A copy to compare with what was published.
    var array: [UInt8] { self.withBytes { bytes in bytes.indices.map { index in bytes[index] } } }
}
