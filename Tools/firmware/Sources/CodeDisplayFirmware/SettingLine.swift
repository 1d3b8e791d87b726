internal import Board

/// What follows the letter of a setting, up to the end of the line: fields with a space between them.
struct SettingLine {
    /// The numbers and a secret of 128 bytes in hexadecimal.
    private(set) var bytes = InlineArray<320, UInt8>(repeating: 0)
    private var byteCount = 0
    private var position = 0

    /// Waits for the rest of the line; of one that is too long nothing is left.
    static func read() -> SettingLine {
        var line = SettingLine()
        var byteCount = 0
        while true {
            guard let byte = SerialPort.poll() else { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if byteCount < line.bytes.count {
                line.bytes[byteCount] = byte
            }
            byteCount &+= 1
        }
        line.byteCount = byteCount <= line.bytes.count ? byteCount : 0
        return line
    }

    /// Where in ``bytes`` the next field is: up to the next space or the end.
    mutating func nextField() -> Range<Int> {
        while self.position < self.byteCount, self.bytes[self.position] == UInt8(ascii: " ") {
            self.position &+= 1
        }
        let start = self.position
        while self.position < self.byteCount, self.bytes[self.position] != UInt8(ascii: " ") {
            self.position &+= 1
        }
        return start..<self.position
    }

    /// The next field as a decimal number, negative with a minus sign; `nil` for anything else or beyond 64 bits.
    mutating func nextInteger() -> Int64? {
        let field = self.nextField()
        let text = self.bytes.span.extracting(field)
        let isNegative = text.count > 1 && text[0] == UInt8(ascii: "-")
        guard !text.isEmpty else { return nil }
        var value: Int64 = 0
        for position in (isNegative ? 1 : 0)..<text.count {
            let character = text[position]
            guard character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") else { return nil }
            let digit = Int64(character &- UInt8(ascii: "0"))
            let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooFar) = product.addingReportingOverflow(isNegative ? 0 &- digit : digit)
            guard !isTooBig, !isTooFar else { return nil }
            value = sum
        }
        return value
    }
}
