import LibCrypto

/// One record of a table, RFC 4180, and the line it starts in; its fields may be secret and are kept as bytes.
struct CSVRow {
    let line: Int
    var fields: [Field]

    struct Field {
        /// Where it starts in its line, in bytes from 1.
        let column: Int
        var bytes: [UInt8]

        /// Where the value is, without white space and without what spreadsheets and people put around a text so that it
        /// stays one: `="00123"`, `'00123`, `'00123'`, and typographic quotation marks.
        var content: Range<Int> {
            var range = self.trimmed(0..<self.bytes.count)
            for (opening, closing) in Self.wrappings where self.starts(with: opening, range) {
                range = range.lowerBound + opening.count..<range.upperBound
                if self.ends(with: closing, range) { range = range.lowerBound..<range.upperBound - closing.count }
                return self.trimmed(range)
            }
            return range
        }

        /// Empty or nothing but white space.
        var isBlank: Bool { self.content.isEmpty }

        private static let wrappings: [(opening: [UInt8], closing: [UInt8])] = [
            (Array("=\"".utf8), Array("\"".utf8)), (Array("'".utf8), Array("'".utf8)),
            (Array("\u{2018}".utf8), Array("\u{2019}".utf8)), (Array("\u{2019}".utf8), Array("\u{2019}".utf8)),
            (Array("\u{201C}".utf8), Array("\u{201D}".utf8)), (Array("\u{201D}".utf8), Array("\u{201D}".utf8)),
            (Array("\u{201E}".utf8), Array("\u{201C}".utf8)),
        ]

        private func trimmed(_ range: Range<Int>) -> Range<Int> {
            var (start, end) = (range.lowerBound, range.upperBound)
            while start < end, let count = self.spaceCount(at: start, before: end) { start += count }
            while end > start {
                if Self.isSpace(self.bytes[end - 1]) {
                    end -= 1
                } else if end - start >= 2, self.spaceCount(at: end - 2, before: end) == 2 {
                    end -= 2
                } else {
                    break
                }
            }
            return start..<end
        }

        /// How many bytes the white space here has; nil if there is none.
        ///
        /// U+00A0 comes with what is copied from web pages.
        private func spaceCount(at index: Int, before end: Int) -> Int? {
            if Self.isSpace(self.bytes[index]) { return 1 }
            return index + 1 < end && self.bytes[index] == 0xC2 && self.bytes[index + 1] == 0xA0 ? 2 : nil
        }

        private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

        private func starts(with text: [UInt8], _ range: Range<Int>) -> Bool {
            range.count >= text.count && self.bytes[range].starts(with: text)
        }

        private func ends(with text: [UInt8], _ range: Range<Int>) -> Bool {
            range.count >= text.count && self.bytes[range].suffix(text.count).elementsEqual(text)
        }
    }

    /// The text of a field without what is around it; nil if there is no such field, or it is empty.
    ///
    /// What is not UTF-8 is taken for Latin-1, in which spreadsheets still write.
    func text(_ index: Int) -> String? {
        guard self.fields.indices.contains(index) else { return nil }
        let field = self.fields[index]
        let content = field.bytes[field.content]
        guard !content.isEmpty else { return nil }
        if let text = String(validating: content, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(content.map { byte in Unicode.Scalar(byte) }))
    }

    func position(_ index: Int) -> PSKCPosition {
        PSKCPosition(line: self.line, column: self.fields.indices.contains(index) ? self.fields[index].column : 1)
    }

    /// Nothing but one text in front, which is no device: a title, a sum, a line of dashes.
    var isDecoration: Bool {
        if self.fields.allSatisfy({ field in field.bytes.allSatisfy(Self.ruling.contains) }) { return true }
        guard let text = self.text(0), self.fields.dropFirst().allSatisfy(\.isBlank) else { return false }
        // A serial number whose seed is lost is no decoration.
        return text.contains(" ") || !text.contains(where: \.isNumber)
    }

    private static let ruling = Array("-=_*:+| \t".utf8)

    mutating func wipe() {
        for index in self.fields.indices { self.fields[index].bytes.wipe() }
    }
}
