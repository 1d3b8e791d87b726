/// The first bytes of a data item: what it is and its number or length; RFC 8949, section 3.
struct CBORHead {
    var majorType: CBORMajorType
    var argument: UInt64

    /// The five low bits of the first byte, which say where the argument stands.
    var additionalInformation: UInt8

    /// Where the head ends.
    var end: Int

    /// The head at an offset, or `nil` if the bytes end in it.
    @inline(__always)
    init?(at offset: Int, of bytes: [UInt8]) {
        guard offset >= 0, offset < bytes.count, let majorType = CBORMajorType(rawValue: bytes[offset] &>> 5) else {
            return nil
        }
        self.majorType = majorType
        self.additionalInformation = bytes[offset] & 0x1f
        self.end = offset + 1
        guard self.additionalInformation >= 24 else {
            self.argument = UInt64(self.additionalInformation)
            return
        }
        self.argument = 0
        guard self.additionalInformation < 28 else { return }
        let byteCount = 1 &<< Int(self.additionalInformation &- 24)
        guard byteCount <= bytes.count - self.end else { return nil }
        for _ in 0..<byteCount {
            self.argument = self.argument &<< 8 | UInt64(bytes[self.end])
            self.end += 1
        }
    }

    /// Whether a break ends the item, or it is the break; RFC 8949, section 3.2.
    var isIndefinite: Bool { self.additionalInformation == 31 }

    /// Whether the argument would have fitted into fewer bytes; CTAP 2.1, section 8.
    var isMinimal: Bool {
        switch self.additionalInformation {
        case 24: self.argument >= 24
        case 25: self.argument > 0xff
        case 26: self.argument > 0xffff
        case 27: self.argument > 0xffff_ffff
        default: true
        }
    }
}
