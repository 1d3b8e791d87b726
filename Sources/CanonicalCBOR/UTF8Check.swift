/// Whether bytes are UTF-8 as the Unicode standard's table 3-7 draws it: no overlong form, no surrogate, nothing above
/// U+10FFFF; RFC 3629, section 4.
package enum UTF8Check {
    /// Where the first character starts that is none, or `nil` if all are.
    package static func firstInvalidOffset(in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        var offset = start
        while offset < end {
            let length = Self.lengthOfCharacter(in: bytes, at: offset, end: end)
            guard length > 0 else { return offset }
            offset += length
        }
        return nil
    }

    /// How many bytes the character at an offset has, or 0 if it is none.
    @inline(__always)
    private static func lengthOfCharacter(in bytes: [UInt8], at offset: Int, end: Int) -> Int {
        let first = bytes[offset]
        if first < 0x80 {
            return 1
        }
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch first {
        case 0xc2...0xdf: length = 2
        case 0xe0...0xef: length = 3
        case 0xf0...0xf4: length = 4
        default: return 0
        }
        switch first {
        case 0xe0: second = 0xa0...0xbf
        case 0xed: second = 0x80...0x9f
        case 0xf0: second = 0x90...0xbf
        case 0xf4: second = 0x80...0x8f
        default: break
        }
        guard length <= end - offset, second.contains(bytes[offset + 1]) else { return 0 }
        for index in 2..<4 where index < length {
            guard bytes[offset + index] & 0xc0 == 0x80 else { return 0 }
        }
        return length
    }
}
