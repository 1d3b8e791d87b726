/// A strict reader of JSON, RFC 8259, that also refuses a member named twice.
///
/// Foundation's readers take the last of two equal members and turn numbers into Double; a linter must see both.
struct JSONReader {
    /// Where and why a text is no JSON.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let line: Int
        let column: Int
        let reason: String

        var description: String {
            "line \(self.line), column \(self.column): \(self.reason)"
        }
    }

    /// Deeper nesting is refused before it could exhaust the stack.
    private static let depthLimit = 64

    private static let decimalDigits = UInt8(ascii: "0")...UInt8(ascii: "9")

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Reads one JSON text.
    static func value(of bytes: [UInt8]) throws(Failure) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.failure("text after the end of the value") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value() throws(Failure) -> JSONValue {
        self.skipSpace()
        switch self.current {
        case UInt8(ascii: "{"):
            return try self.nested { reader throws(Failure) in try reader.object() }
        case UInt8(ascii: "["):
            return try self.nested { reader throws(Failure) in try reader.array() }
        case UInt8(ascii: "\""):
            return .string(try self.string())
        case let byte? where byte == UInt8(ascii: "-") || Self.decimalDigits.contains(byte):
            return .number(try self.number())
        default:
            for (word, value) in [("true", JSONValue.boolean(true)), ("false", .boolean(false)), ("null", .null)]
            where self.bytes[self.position...].starts(with: word.utf8) {
                self.position += word.utf8.count
                return value
            }
            throw self.failure("expected a value")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(Failure) -> JSONValue
    ) throws(Failure) -> JSONValue {
        guard self.depth < Self.depthLimit else { throw self.failure("nested deeper than \(Self.depthLimit)") }
        self.depth += 1
        defer { self.depth -= 1 }
        return try read(&self)
    }

    private mutating func object() throws(Failure) -> JSONValue {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        self.position += 1
        self.skipSpace()
        if self.take("}") { return .object(members) }
        while true {
            self.skipSpace()
            guard self.current == UInt8(ascii: "\"") else { throw self.failure("expected a member's name") }
            let start = self
            let name = try self.string()
            guard names.insert(name).inserted else { throw start.failure("member \"\(name)\" a second time") }
            self.skipSpace()
            guard self.take(":") else { throw self.failure("expected \":\"") }
            members.append(JSONValue.Member(name: name, value: try self.value()))
            self.skipSpace()
            if self.take("}") { return .object(members) }
            guard self.take(",") else { throw self.failure("expected \",\" or \"}\"") }
        }
    }

    private mutating func array() throws(Failure) -> JSONValue {
        var elements: [JSONValue] = []
        self.position += 1
        self.skipSpace()
        if self.take("]") { return .array(elements) }
        while true {
            elements.append(try self.value())
            self.skipSpace()
            if self.take("]") { return .array(elements) }
            guard self.take(",") else { throw self.failure("expected \",\" or \"]\"") }
        }
    }

    private mutating func number() throws(Failure) -> String {
        let start = self.position
        _ = self.take("-")
        if !self.take("0") {
            try self.digits()
        }
        if self.take(".") {
            try self.digits()
        }
        if self.take("e") || self.take("E") {
            _ = self.take("+") || self.take("-")
            try self.digits()
        }
        return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
    }

    private mutating func digits() throws(Failure) {
        let start = self.position
        while let byte = self.current, Self.decimalDigits.contains(byte) {
            self.position += 1
        }
        guard self.position > start else { throw self.failure("expected a digit") }
    }

    private mutating func string() throws(Failure) -> String {
        var text: [UInt8] = []
        self.position += 1
        while let byte = self.current {
            switch byte {
            case UInt8(ascii: "\""):
                self.position += 1
                guard let string = String(validating: text, as: UTF8.self) else { throw self.failure("not UTF-8") }
                return string
            case UInt8(ascii: "\\"):
                self.position += 1
                text.append(contentsOf: try self.escaped())
            case 0..<0x20:
                throw self.failure("control character in a string")
            default:
                text.append(byte)
                self.position += 1
            }
        }
        throw self.failure("string without an end")
    }

    private mutating func escaped() throws(Failure) -> [UInt8] {
        let plain: [Character: UInt8] = [
            "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 0x08, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09,
        ]
        guard let byte = self.current else { throw self.failure("string without an end") }
        if let plain = plain[Character(Unicode.Scalar(byte))] {
            self.position += 1
            return [plain]
        }
        guard byte == UInt8(ascii: "u") else { throw self.failure("unknown escape") }
        self.position += 1
        var code = try self.fourHexDigits()
        if (0xD800..<0xDC00).contains(code) {
            guard self.take("\\"), self.take("u") else { throw self.failure("half a surrogate pair") }
            let low = try self.fourHexDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw self.failure("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw self.failure("half a surrogate pair") }
        return Array(String(scalar).utf8)
    }

    private mutating func fourHexDigits() throws(Failure) -> UInt32 {
        let digits = self.bytes[self.position...].prefix(4)
        guard
            digits.count == 4,
            digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else {
            throw self.failure("expected four hexadecimal digits")
        }
        self.position += 4
        return code
    }

    private var current: UInt8? {
        self.position < self.bytes.count ? self.bytes[self.position] : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.current == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = self.current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            self.position += 1
        }
    }

    private func failure(_ reason: String) -> Failure {
        let before = self.bytes[..<self.position]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Failure(line: line, column: self.position - lineStart + 1, reason: reason)
    }
}
