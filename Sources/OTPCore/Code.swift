/// A one-time code: its digits, leading zeros included.
///
/// RFC 4226, section 5.3, calls it the HOTP value.
///
/// Equality takes a time that does not depend on the digits. Printed, it does not show them, so that they do not slip into a
/// log: ask for its ``text``.
public struct Code: Sendable {
    /// The digits read as a number, below 10^``digits``.
    public let value: UInt64

    /// How many digits it has, 4 to 10.
    ///
    /// RFC 4226 wants at least 6; OCRA allows 4 and 5.
    public let digits: Int

    /// The last `digits` digits of a truncated HMAC, RFC 4226, section 5.3, step 3.
    init(truncating number: UInt32, digits: Int) {
        var modulus: UInt64 = 1
        for _ in 0..<digits {
            modulus &*= 10
        }
        self.value = UInt64(number) % modulus
        self.digits = digits
    }

    /// A code as someone typed it: 4 to 10 ASCII digits and nothing else.
    ///
    /// - Throws: ``CodeError`` for any other length or character.
    public init(parsing text: Span<UInt8>) throws(CodeError) {
        guard text.count >= 4, text.count <= 10 else { throw .invalidLength(text.count) }
        var value: UInt64 = 0
        for position in text.indices {
            guard let digit = decimalValue(of: text[position]) else { throw .notADigit(position: position) }
            value = value * 10 + UInt64(digit)
        }
        self.value = value
        self.digits = text.count
    }

    /// A code as someone typed it: 4 to 10 ASCII digits and nothing else.
    ///
    /// - Throws: ``CodeError`` for any other length or character.
    public init(parsing text: String) throws(CodeError) {
        try self.init(parsing: text.utf8.span)
    }

    /// A code as a person copies it from a display, which may set its digits in groups: spaces are left out.
    ///
    /// - Throws: ``CodeError`` for anything but 4 to 10 ASCII digits and spaces; positions count characters.
    public init(typed text: String) throws(CodeError) {
        var digits: [UInt8] = []
        var position = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}":
                // A space, and those that keep digits together in a printed text.
                break
            case "0"..."9":
                digits.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                throw .notADigit(position: position)
            }
            position += 1
            guard digits.count <= 10, position <= 64 else { throw .invalidLength(position) }
        }
        try self.init(parsing: digits.span)
    }

    /// The digit at `position`, counted from 0 at the left; 0 where there is none.
    public subscript(position: Int) -> UInt8 {
        guard position >= 0, position < self.digits else { return 0 }
        var rest = self.value
        for _ in position + 1..<self.digits {
            rest /= 10
        }
        return UInt8(truncatingIfNeeded: rest % 10)
    }

    /// The digits as text, leading zeros included.
    public var text: String {
        var text = ""
        for position in 0..<self.digits {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "0") + self[position]))
        }
        return text
    }
}

extension Code: Equatable {
    /// Compares value and length in constant time: "007" is not "0007".
    public static func == (left: Code, right: Code) -> Bool {
        left.differenceMask(to: right) == 0
    }

    /// 0 for the same code, something else for another one.
    func differenceMask(to other: Code) -> UInt64 {
        (self.value ^ other.value) | UInt64(truncatingIfNeeded: self.digits ^ other.digits)
    }
}

extension Code: CustomStringConvertible {
    /// How long the code is, never what it is.
    public var description: String {
        "Code(\(self.digits) digits)"
    }
}

/// Why text is no ``Code``.
///
/// Positions count bytes from 0.
public enum CodeError: Error, Equatable, Sendable {
    /// Fewer than 4 or more than 10 bytes.
    case invalidLength(Int)
    case notADigit(position: Int)
}
