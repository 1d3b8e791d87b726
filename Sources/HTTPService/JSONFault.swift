import Foundation

/// Says what is wrong with bytes that are not JSON, and where, RFC 8259.
struct JSONFault {
    private struct Stop: Error {
        let sentence: String
    }

    /// As deep as Foundation reads.
    private static let deepest = 512

    private let bytes: [UInt8]
    private var index = 0

    /// The fault with its place in one sentence; nil for a JSON value.
    static func description(of bytes: Data) -> String? {
        var fault = JSONFault(bytes: [UInt8](bytes))
        do throws(Stop) {
            try fault.document()
            return nil
        } catch {
            return error.sentence
        }
    }

    private mutating func document() throws(Stop) {
        if self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { self.index = 3 }
        guard String(validating: self.bytes, as: UTF8.self) != nil else {
            throw Stop(sentence: "The body is not JSON: it is not UTF-8.")
        }
        self.skipSpace()
        if self.index == self.bytes.count { throw Stop(sentence: "The body is empty, and must be a JSON value.") }
        try self.value(depth: 0)
        self.skipSpace()
        if self.index < self.bytes.count { throw self.unexpected("nothing more after the value") }
    }

    private mutating func value(depth: Int) throws(Stop) {
        guard depth < Self.deepest else { throw self.unexpected("fewer values inside each other") }
        switch self.current ?? 0 {
        case UInt8(ascii: "{"): try self.object(depth: depth)
        case UInt8(ascii: "["): try self.array(depth: depth)
        case UInt8(ascii: "\""): try self.string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try self.number()
        case UInt8(ascii: "t"): try self.word("true")
        case UInt8(ascii: "f"): try self.word("false")
        case UInt8(ascii: "n"): try self.word("null")
        default: throw self.unexpected("a value")
        }
    }

    private mutating func object(depth: Int) throws(Stop) {
        self.index += 1
        self.skipSpace()
        if self.take(UInt8(ascii: "}")) { return }
        while true {
            guard self.current == UInt8(ascii: "\"") else {
                throw self.unexpected("the name of a member in quotation marks")
            }
            try self.string()
            self.skipSpace()
            guard self.take(UInt8(ascii: ":")) else { throw self.unexpected("a colon after the name of a member") }
            self.skipSpace()
            try self.value(depth: depth + 1)
            self.skipSpace()
            if self.take(UInt8(ascii: "}")) { return }
            guard self.take(UInt8(ascii: ",")) else { throw self.unexpected("a comma or a closing brace") }
            self.skipSpace()
        }
    }

    private mutating func array(depth: Int) throws(Stop) {
        self.index += 1
        self.skipSpace()
        if self.take(UInt8(ascii: "]")) { return }
        while true {
            try self.value(depth: depth + 1)
            self.skipSpace()
            if self.take(UInt8(ascii: "]")) { return }
            guard self.take(UInt8(ascii: ",")) else { throw self.unexpected("a comma or a closing bracket") }
            self.skipSpace()
        }
    }

    private mutating func string() throws(Stop) {
        self.index += 1
        while let byte = self.current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw self.unexpected("no control character in a text") }
            self.index += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            switch self.current {
            case UInt8(ascii: "u"):
                self.index += 1
                for _ in 0..<4 {
                    guard let digit = self.current, Character(Unicode.Scalar(digit)).isHexDigit else {
                        throw self.unexpected("four hexadecimal digits after \\u")
                    }
                    self.index += 1
                }
            case let escaped? where "\"\\/bfnrt".utf8.contains(escaped): self.index += 1
            default: throw self.unexpected("one of \"\\/bfnrtu after a backslash")
            }
        }
        guard self.take(UInt8(ascii: "\"")) else { throw self.unexpected("a quotation mark at the end of the text") }
    }

    private mutating func number() throws(Stop) {
        _ = self.take(UInt8(ascii: "-"))
        if !self.take(UInt8(ascii: "0")) { try self.digits() }
        if self.take(UInt8(ascii: ".")) { try self.digits() }
        if self.take(UInt8(ascii: "e")) || self.take(UInt8(ascii: "E")) {
            if !self.take(UInt8(ascii: "+")) { _ = self.take(UInt8(ascii: "-")) }
            try self.digits()
        }
    }

    private mutating func digits() throws(Stop) {
        let start = self.index
        while let byte = self.current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { self.index += 1 }
        if self.index == start { throw self.unexpected("a digit") }
    }

    private mutating func word(_ word: String) throws(Stop) {
        for letter in word.utf8 {
            guard self.take(letter) else { throw self.unexpected("\(word) or another value") }
        }
    }

    private var current: UInt8? { self.index < self.bytes.count ? self.bytes[self.index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.current == byte else { return false }
        self.index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = self.current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { self.index += 1 }
    }

    private func unexpected(_ wanted: String) -> Stop {
        let before = self.bytes[..<self.index]
        let line = before.count { byte in byte == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { index in index + 1 } ?? 0
        let column = self.index - lineStart + 1
        let found = self.current == nil ? "the body ends" : "there must be \(wanted)"
        let expected = self.current == nil ? ", and there must be \(wanted)" : ""
        return Stop(sentence: "Not JSON at line \(line), column \(column): \(found)\(expected).")
    }
}
