/// Words and their bytes, most significant byte first.

extension UInt32 {
    init(bigEndian bytes: Span<UInt8>, at offset: Int) {
        self =
            UInt32(bytes[offset]) &<< 24 | UInt32(bytes[offset + 1]) &<< 16
            | UInt32(bytes[offset + 2]) &<< 8 | UInt32(bytes[offset + 3])
    }

    func rotated(left bits: UInt32) -> UInt32 {
        (self &<< bits) | (self &>> (32 &- bits))
    }

    func rotated(right bits: UInt32) -> UInt32 {
        (self &>> bits) | (self &<< (32 &- bits))
    }
}

extension UInt64 {
    init(bigEndian bytes: Span<UInt8>, at offset: Int) {
        self =
            UInt64(UInt32(bigEndian: bytes, at: offset)) &<< 32 | UInt64(UInt32(bigEndian: bytes, at: offset + 4))
    }

    func rotated(right bits: UInt64) -> UInt64 {
        (self &>> bits) | (self &<< (64 &- bits))
    }

    /// The eight bytes that HOTP calls the moving factor, RFC 4226, section 5.1.
    var bigEndianBytes: InlineArray<8, UInt8> {
        var bytes = InlineArray<8, UInt8>(repeating: 0)
        var rest = self
        for back in 1...8 {
            bytes[8 - back] = UInt8(truncatingIfNeeded: rest)
            rest &>>= 8
        }
        return bytes
    }
}

extension InlineArray<64, UInt8> {
    mutating func store(bigEndian word: UInt32, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: word &>> 24)
        self[offset + 1] = UInt8(truncatingIfNeeded: word &>> 16)
        self[offset + 2] = UInt8(truncatingIfNeeded: word &>> 8)
        self[offset + 3] = UInt8(truncatingIfNeeded: word)
    }
}
