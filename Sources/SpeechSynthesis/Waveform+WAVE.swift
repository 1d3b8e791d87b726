extension Waveform {
    /// The sound as a file: RIFF WAVE with a `fmt ` and a `data` chunk, format 1 (PCM), 16 bit, mono.
    package var wave: [UInt8] {
        let byteCount = UInt32(truncatingIfNeeded: self.samples.count * 2)
        let rate = UInt32(truncatingIfNeeded: self.sampleRate)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44 + self.samples.count * 2)
        bytes += Array("RIFF".utf8) + Self.littleEndian(36 &+ byteCount) + Array("WAVE".utf8)
        bytes += Array("fmt ".utf8) + Self.littleEndian(UInt32(16))
        bytes += Self.littleEndian(UInt16(1)) + Self.littleEndian(UInt16(1))
        bytes += Self.littleEndian(rate) + Self.littleEndian(rate &* 2)
        bytes += Self.littleEndian(UInt16(2)) + Self.littleEndian(UInt16(16))
        bytes += Array("data".utf8) + Self.littleEndian(byteCount)
        for sample in self.samples {
            bytes.append(UInt8(truncatingIfNeeded: sample))
            bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        return bytes
    }

    /// Reads such a file; other chunks are passed over.
    ///
    /// A program that writes into a pipe cannot know how long the file will be when it writes the header, so a `data` chunk
    /// that claims more than there is ends where the bytes end.
    package init(parsingWAVE bytes: [UInt8]) throws(WAVEError) {
        guard Self.isName("RIFF", at: 0, in: bytes), Self.isName("WAVE", at: 8, in: bytes) else { throw .noWAVE }
        var rate: Int?
        var position = 12
        while bytes.count - position >= 8 {
            let size = Self.number(at: position + 4, byteCount: 4, in: bytes)
            let start = position + 8
            let end = size > bytes.count - start ? bytes.count : start + size
            if Self.isName("fmt ", at: position, in: bytes) {
                guard end - start >= 16 else { throw .truncated }
                let format = Self.number(at: start, byteCount: 2, in: bytes)
                let channels = Self.number(at: start + 2, byteCount: 2, in: bytes)
                let bits = Self.number(at: start + 14, byteCount: 2, in: bytes)
                guard format == 1, channels == 1, bits == 16 else {
                    throw .unsupportedFormat(format: format, channels: channels, bits: bits)
                }
                rate = Self.number(at: start + 4, byteCount: 4, in: bytes)
            } else if Self.isName("data", at: position, in: bytes) {
                guard let rate, rate > 0 else { throw .noFormat }
                let samples = stride(from: start, to: end - 1, by: 2).map { place in
                    Int16(truncatingIfNeeded: Self.number(at: place, byteCount: 2, in: bytes))
                }
                self.init(sampleRate: rate, samples: samples)
                return
            }
            // A chunk of odd size is followed by a byte that belongs to none.
            position = end + size % 2
        }
        throw .truncated
    }

    private static func isName(_ name: StaticString, at position: Int, in bytes: [UInt8]) -> Bool {
        bytes.count >= position + 4 && "\(name)".utf8.elementsEqual(bytes[position..<position + 4])
    }

    private static func number(at position: Int, byteCount: Int, in bytes: [UInt8]) -> Int {
        bytes[position..<position + byteCount].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
