/// The secret *K* that a device and its verifier share, RFC 4226, section 5.1: 1 to 128 bytes, held inline.
///
/// It cannot be copied by accident and is lent, not handed out. Call ``wipe()`` when it is no longer needed: a value that
/// goes out of scope cannot overwrite its own bytes.
public struct SharedSecret: ~Copyable, Sendable {
    /// The longest secret that is taken, in bytes; RFC 4226 asks for at least 16 and recommends 20.
    public static let maximumByteCount = 128

    private var bytes = InlineArray<128, UInt8>(repeating: 0)

    /// The number of bytes.
    public private(set) var byteCount = 0

    /// A secret of the given bytes.
    ///
    /// - Throws: ``SharedSecretError/empty`` or ``SharedSecretError/tooLong``.
    public init(copying bytes: Span<UInt8>) throws(SharedSecretError) {
        for index in bytes.indices {
            try self.append(bytes[index])
        }
        guard self.byteCount > 0 else { throw .empty }
    }

    /// A secret from its hexadecimal form, in capitals or not.
    ///
    /// As secrets are printed for people, spaces, colons and dashes between digits and a `0x` before a group are taken too.
    ///
    /// - Throws: ``SharedSecretError``, with the position of what is wrong.
    public init(hex text: Span<UInt8>) throws(SharedSecretError) {
        var high: UInt8?
        var digitCount = 0
        var isGroupStart = true
        var position = 0
        while position < text.count {
            let character = text[position]
            if isSeparator(character) || character == UInt8(ascii: ":") {
                isGroupStart = true
            } else if isGroupStart, character == UInt8(ascii: "0"), position + 1 < text.count,
                text[position + 1] | 0x20 == UInt8(ascii: "x")
            {
                isGroupStart = false
                position += 1
            } else {
                guard let value = hexadecimalValue(of: character) else { throw .invalidCharacter(position: position) }
                isGroupStart = false
                digitCount += 1
                if let first = high {
                    try self.append(first &<< 4 | value)
                    high = nil
                } else {
                    high = value
                }
            }
            position += 1
        }
        guard high == nil else { throw .oddDigitCount(digitCount) }
        guard self.byteCount > 0 else { throw .empty }
    }

    /// A secret from its Base32 form, RFC 4648, section 6.
    ///
    /// As secrets are printed for people, small letters, spaces and dashes between groups and a missing padding are taken
    /// too, and bits left over in the last character are dropped. A number of characters that no encoder makes is refused.
    ///
    /// - Throws: ``SharedSecretError``, with the position of what is wrong.
    public init(base32 text: Span<UInt8>) throws(SharedSecretError) {
        var accumulator: UInt32 = 0
        var bitCount = 0
        var characterCount = 0
        var paddingCount = 0
        for position in text.indices {
            let character = text[position]
            if isSeparator(character) { continue }
            if character == UInt8(ascii: "=") {
                paddingCount += 1
                continue
            }
            guard paddingCount == 0, let value = base32Value(of: character) else {
                throw .invalidCharacter(position: position)
            }
            characterCount += 1
            accumulator = (accumulator &<< 5 | UInt32(value)) & 0xfff
            bitCount += 5
            if bitCount >= 8 {
                bitCount -= 8
                try self.append(UInt8(truncatingIfNeeded: accumulator &>> UInt32(bitCount)))
            }
        }
        // Whole bytes end after 2, 4, 5, 7 or 8 characters of a group of eight.
        let rest = characterCount % 8
        guard rest != 1, rest != 3, rest != 6 else { throw .invalidLength(characterCount) }
        guard paddingCount == 0 || (paddingCount < 8 && (characterCount + paddingCount).isMultiple(of: 8)) else {
            throw .invalidPadding
        }
        guard self.byteCount > 0 else { throw .empty }
    }

    /// A secret from its hexadecimal form.
    ///
    /// - Throws: ``SharedSecretError``, with the position of what is wrong.
    public init(hex text: String) throws(SharedSecretError) {
        try self.init(hex: text.utf8.span)
    }

    /// A secret from its Base32 form.
    ///
    /// - Throws: ``SharedSecretError``, with the position of what is wrong.
    public init(base32 text: String) throws(SharedSecretError) {
        try self.init(base32: text.utf8.span)
    }

    /// Lends the bytes for the time of `body`.
    public borrowing func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(self.bytes.span.extracting(first: self.byteCount))
    }

    /// Overwrites the secret with zeros.
    public mutating func wipe() {
        OTPCore.wipe(&self.bytes)
    }

    private mutating func append(_ byte: UInt8) throws(SharedSecretError) {
        guard self.byteCount < SharedSecret.maximumByteCount else { throw .tooLong }
        self.bytes[self.byteCount] = byte
        self.byteCount += 1
    }
}

/// Why bytes or text are no ``SharedSecret``.
///
/// Positions count bytes from 0; nothing of the secret is told.
public enum SharedSecretError: Error, Equatable, Sendable {
    case empty
    /// More than ``SharedSecret/maximumByteCount`` bytes.
    case tooLong
    /// Hexadecimal text with half a byte at its end.
    case oddDigitCount(Int)
    case invalidCharacter(position: Int)
    /// A number of Base32 characters that is no whole number of bytes.
    case invalidLength(Int)
    /// Base32 padding that does not fill the last group of eight.
    case invalidPadding
}
