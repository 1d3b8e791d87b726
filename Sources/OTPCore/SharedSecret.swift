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
    /// - Throws: ``SharedSecretError``, with the position of what is wrong.
    public init(hex text: Span<UInt8>) throws(SharedSecretError) {
        guard text.count.isMultiple(of: 2) else { throw .oddDigitCount(text.count) }
        for index in 0..<text.count / 2 {
            guard let high = hexadecimalValue(of: text[2 * index]) else { throw .invalidCharacter(position: 2 * index) }
            guard let low = hexadecimalValue(of: text[2 * index + 1]) else {
                throw .invalidCharacter(position: 2 * index + 1)
            }
            try self.append(high &<< 4 | low)
        }
        guard self.byteCount > 0 else { throw .empty }
    }

    /// A secret from its Base32 form, RFC 4648, section 6.
    ///
    /// As secrets are printed for people, small letters, spaces between groups and a missing padding are taken too, and bits
    /// left over in the last character are dropped. A number of characters that no encoder makes is refused.
    ///
    /// - Throws: ``SharedSecretError``, with the position of what is wrong.
    public init(base32 text: Span<UInt8>) throws(SharedSecretError) {
        var accumulator: UInt32 = 0
        var bitCount = 0
        var characterCount = 0
        var paddingCount = 0
        for position in text.indices {
            let character = text[position]
            if character == UInt8(ascii: " ") { continue }
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
