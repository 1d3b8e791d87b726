/// What is kept of a PIN; CTAP 2.1, section 6.5.5.5.
package struct StoredPIN: Equatable, Sendable {
    /// The first 16 bytes of the PIN's SHA-256.
    package var hash: [UInt8]

    /// How many Unicode code points it has, section 6.5.1.
    package var codePointCount: UInt8

    package init(hash: [UInt8], codePointCount: UInt8) {
        self.hash = hash
        self.codePointCount = codePointCount
    }
}
