/// The serial number printed on a device, RFC 6030's *SerialNo*: 1 to 64 letters, digits and `-._:+` of ASCII.
///
/// Makers print 10 or 13 digits, or groups with dashes. Case counts. `.` and `..` are none: in a path they mean another place,
/// RFC 3986, section 5.2.4.
public struct SerialNumber: Hashable, Sendable {
    /// The longest serial number that is taken, in characters.
    public static let maximumLength = 64

    /// As printed.
    public let text: String

    /// - Throws: ``SerialNumberError`` for an empty or too long text or a character that does not belong.
    public init(_ text: String) throws(SerialNumberError) {
        let characters = text.utf8.span
        guard !characters.isEmpty else { throw .empty }
        guard characters.count <= SerialNumber.maximumLength else { throw .tooLong(characters.count) }
        var onlyDots = true
        for position in characters.indices {
            onlyDots = onlyDots && characters[position] == UInt8(ascii: ".")
            switch characters[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: ":"), UInt8(ascii: "+"):
                continue
            default:
                throw .invalidCharacter(position: position)
            }
        }
        guard !onlyDots || characters.count > 2 else { throw .dotSegment }
        self.text = text
    }
}

/// Why text is no ``SerialNumber``.
///
/// Positions count bytes from 0.
public enum SerialNumberError: Error, Equatable, Sendable {
    case empty
    case tooLong(Int)
    case invalidCharacter(position: Int)
    /// `.` or `..`.
    case dotSegment
}
