import LibCrypto

/// The text of a key file.
///
///     mitid-tokens keys 1
///     1 8f0c...64 hexadecimal digits...
///     2 5d21...64 hexadecimal digits... active
///
/// The first line names the form. Each other line is one key: its number from 1 up, its 32 bytes, and `active` for the one
/// that new secrets are sealed under. Empty lines and lines that begin with `#` are skipped.
extension SealingKeys {
    static let firstLine = "mitid-tokens keys 1"

    /// The most keys that a file has before a rotation must forget those that seal nothing.
    package static let countLimit = 4096

    /// The longest file that is read: it holds more keys than ``countLimit``, so that what was written can be read.
    package static let byteLimit = 512 << 10

    /// - Throws: ``SealingKeyFileError``; it names a line, never what stands in it.
    package init(parsing text: Span<UInt8>) throws(SealingKeyFileError) {
        var keys: [SealingKey] = []
        var numbers: Set<Int64> = []
        var active: SealingKey?
        var number = 0
        var start = 0
        var isFirst = true
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            let line = text.extracting(start..<end)
            start = end + 1
            number += 1
            if isFirst {
                guard Self.equals(line, Self.firstLine) else { throw .notAKeyFile }
                isFirst = false
                continue
            }
            if line.isEmpty || line[0] == UInt8(ascii: "#") { continue }
            let (key, isActive) = try Self.key(line, number: number)
            guard numbers.insert(key.id).inserted else { throw .line(number, .repeatedNumber) }
            keys.append(key)
            if isActive {
                guard active == nil else { throw .line(number, .secondActiveKey) }
                active = key
            }
        }
        guard !isFirst else { throw .notAKeyFile }
        guard let active else { throw .noActiveKey }
        self.init(keys, active: active)
    }

    /// The text of a file; to be wiped by who asks for it.
    func text() -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(128 * (self.keys.count + 1))
        text += Array("\(Self.firstLine)\n".utf8)
        for id in self.ids {
            guard let key = self.keys[id] else { continue }
            var line = key.line(isActive: id == self.activeID)
            text += line
            line.wipe()
        }
        return text
    }

    private static func key(_ line: Span<UInt8>, number: Int) throws(SealingKeyFileError) -> (SealingKey, Bool) {
        var index = 0
        var id: Int64 = 0
        while index < line.count, let digit = Self.digit(line[index]) {
            id = id * 10 + digit
            guard id <= Int64(Int32.max) else { throw .line(number, .number) }
            index += 1
        }
        guard id > 0, index < line.count, line[index] == UInt8(ascii: " ") else { throw .line(number, .number) }
        let keyStart = index + 1
        let keyEnd = keyStart + 2 * GCM.keyByteCount
        guard keyEnd <= line.count, let bytes = SecretBytes(hex: line.extracting(keyStart..<keyEnd)) else {
            throw .line(number, .key)
        }
        let rest = line.extracting(keyEnd...)
        guard rest.isEmpty || Self.equals(rest, " active") else { throw .line(number, .key) }
        return (SealingKey(id: id, bytes: bytes), !rest.isEmpty)
    }

    private static func digit(_ character: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) ? Int64(character - UInt8(ascii: "0")) : nil
    }

    private static func equals(_ line: Span<UInt8>, _ text: String) -> Bool {
        let text = Array(text.utf8)
        return line.count == text.count && text.indices.allSatisfy { line[$0] == text[$0] }
    }
}
