/// The name a holder logs in with: 1 to 64 characters, compared byte by byte.
///
/// Taken are the printable characters of ASCII but the slash, which would split a path, and the Danish letters. With these
/// a text has one spelling only, so that no two databases or programs disagree on whether two names are equal. Real user IDs
/// have 5 to 48 characters; whether case counts for them is not public: here it does (assumption). `.` and `..` are none: in a
/// path they mean another place, RFC 3986, section 5.2.4.
package struct UserID: Hashable, Sendable {
    package static let maximumLength = 64

    package let text: String

    /// - Throws: ``UserIDError``.
    package init(_ text: String) throws(UserIDError) {
        var length = 0
        var lastIsSpace = true
        for scalar in text.unicodeScalars {
            guard length < UserID.maximumLength else { throw .tooLong }
            guard UserID.allows(scalar) else { throw .invalidCharacter(position: length) }
            let isSpace = scalar == " "
            guard length > 0 || !isSpace else { throw .spaceAtEnd }
            lastIsSpace = isSpace
            length += 1
        }
        guard length > 0 else { throw .empty }
        guard !lastIsSpace else { throw .spaceAtEnd }
        guard length > 2 || !text.utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) else { throw .dotSegment }
        self.text = text
    }

    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "/": false
        case " "..."~": true
        case "æ", "ø", "å", "Æ", "Ø", "Å": true
        default: false
        }
    }
}

/// Why a text is no ``UserID``.
///
/// Positions count characters from 0.
package enum UserIDError: Error, Equatable, Sendable {
    case empty
    /// More than ``UserID/maximumLength`` characters.
    case tooLong
    case invalidCharacter(position: Int)
    /// A space before the first or after the last character.
    case spaceAtEnd
    /// `.` or `..`.
    case dotSegment
}
