/// An ECDSA signature of P-256: the numbers r and s.
package struct P256Signature: Equatable, Sendable {
    /// r and then s, 32 bytes each, as JOSE and IEEE P1363 write it.
    package let raw: [UInt8]

    /// Takes r and s one after the other; nil for another length than 64 bytes.
    package init?(raw: Span<UInt8>) {
        guard raw.count == 2 * P256.scalarByteCount else { return nil }
        self.raw = raw.indices.map { index in raw[index] }
    }

    /// Reads a sequence of two integers, RFC 3279, section 2.2.3; nil for anything that DER forbids.
    package init?(der: Span<UInt8>) {
        guard der.count >= 2, der[0] == 0x30, der[1] < 0x80, Int(der[1]) == der.count - 2 else { return nil }
        var position = 2
        guard let r = Self.integer(in: der, at: &position), let s = Self.integer(in: der, at: &position) else {
            return nil
        }
        guard position == der.count else { return nil }
        self.raw = r + s
    }

    /// A sequence of two integers, RFC 3279, section 2.2.3.
    package var der: [UInt8] {
        let numbers =
            Self.integer(self.raw[..<P256.scalarByteCount]) + Self.integer(self.raw[P256.scalarByteCount...])
        return [0x30, UInt8(truncatingIfNeeded: numbers.count)] + numbers
    }

    /// The next integer as 32 bytes: not negative, as short as it can be, X.690, section 8.3.
    private static func integer(in der: Span<UInt8>, at position: inout Int) -> [UInt8]? {
        guard der.count - position >= 3, der[position] == 0x02 else { return nil }
        let count = Int(der[position + 1])
        let start = position + 2
        guard (1...P256.scalarByteCount + 1).contains(count), der.count - start >= count else { return nil }
        guard der[start] < 0x80 else { return nil }
        let hasSignByte = der[start] == 0 && count > 1
        guard !hasSignByte || der[start + 1] >= 0x80 else { return nil }
        let digits = hasSignByte ? start + 1..<start + count : start..<start + count
        guard digits.count <= P256.scalarByteCount else { return nil }
        position = start + count
        return [UInt8](repeating: 0, count: P256.scalarByteCount - digits.count) + digits.map { index in der[index] }
    }

    private static func integer(_ number: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(number.drop { byte in byte == 0 })
        if (digits.first ?? 0x80) >= 0x80 { digits.insert(0, at: 0) }
        return [0x02, UInt8(truncatingIfNeeded: digits.count)] + digits
    }
}
