import CLibCrypto

/// The elliptic curve P-256, NIST SP 800-186, section 3.2.1.3, as libcrypto computes on it.
package enum P256 {
    /// The length of a private scalar, and of either coordinate of a point, in bytes.
    package static let scalarByteCount = 32

    /// The length of a point in its uncompressed form: 0x04, x, y; SEC 1, section 2.3.3.
    package static let pointByteCount = 65

    static let curveName = StaticString("P-256")

    /// The number of points n, most significant byte first.
    private static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]

    /// Whether these bytes are a private scalar, 0 < d < n, found in a time that does not depend on it.
    static func isScalar(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count == Self.scalarByteCount else { return false }
        var borrow: UInt32 = 0
        var anyBit: UInt8 = 0
        for index in bytes.indices.reversed() {
            let difference = UInt32(bytes[index]) &- UInt32(Self.order[index]) &- borrow
            borrow = difference >> 31
            anyBit |= bytes[index]
        }
        return borrow == 1 && anyBit != 0
    }
}
