/// Makes UTF-8 of UTF-16 (RFC 2781), which spreadsheets call "Unicode text", as its bytes come.
struct UTF16Transcoder {
    private let isBigEndian: Bool
    private var pendingByte: UInt8?
    private var highSurrogate: UInt16?

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
    }

    /// Adds the text of the next bytes; half a character waits for the rest.
    mutating func transcode(_ chunk: Span<UInt8>, into text: inout [UInt8]) {
        for index in chunk.indices {
            guard let first = self.pendingByte.take() else {
                self.pendingByte = chunk[index]
                continue
            }
            let (high, low) = self.isBigEndian ? (first, chunk[index]) : (chunk[index], first)
            self.take(UInt16(high) << 8 | UInt16(low), into: &text)
        }
    }

    private mutating func take(_ unit: UInt16, into text: inout [UInt8]) {
        if let high = self.highSurrogate.take() {
            if UTF16.isTrailSurrogate(unit) {
                let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                return Self.append(Unicode.Scalar(value) ?? "\u{FFFD}", to: &text)
            }
            Self.append("\u{FFFD}", to: &text)
        }
        if UTF16.isLeadSurrogate(unit) {
            self.highSurrogate = unit
        } else {
            // A low surrogate alone is no character.
            Self.append(Unicode.Scalar(unit) ?? "\u{FFFD}", to: &text)
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    }
}
