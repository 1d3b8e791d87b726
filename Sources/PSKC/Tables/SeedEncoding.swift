import LibCrypto
import OTPCore

/// How the seeds of a table are written.
enum SeedEncoding: Equatable, Sendable {
    case hexadecimal
    case base32
    case base64

    /// The bytes of a seed in this encoding; nil if it is none.
    func secret(_ text: Span<UInt8>) -> SecretBytes? {
        do {
            var secret: SharedSecret
            switch self {
            case .hexadecimal: secret = try SharedSecret(hex: text)
            case .base32: secret = try SharedSecret(base32: text)
            case .base64:
                guard var bytes = Base64.decode(text) else { return nil }
                defer { bytes.wipe() }
                secret = try SharedSecret(copying: bytes.span)
            }
            defer { secret.wipe() }
            var bytes = secret.withBytes { bytes in bytes.indices.map { index in bytes[index] } }
            defer { bytes.wipe() }
            return SecretBytes(copying: bytes.span)
        } catch {
            return nil
        }
    }

    /// The encodings a seed can have.
    ///
    /// Whatever is hexadecimal could be Base64 as well, and so could most of Base32. It is taken for Base64 only where
    /// capitals and small letters are mixed: with one of them alone a seed would have to be lucky.
    static func all(of text: Span<UInt8>) -> [SeedEncoding] {
        var encodings: [SeedEncoding] = []
        if SeedEncoding.hexadecimal.secret(text) != nil { encodings.append(.hexadecimal) }
        if SeedEncoding.base32.secret(text) != nil { encodings.append(.base32) }
        if !encodings.contains(.hexadecimal), Self.hasBothCases(text), SeedEncoding.base64.secret(text) != nil {
            encodings.append(.base64)
        }
        return encodings
    }

    private static func hasBothCases(_ text: Span<UInt8>) -> Bool {
        var (hasCapitals, hasSmall) = (false, false)
        for index in text.indices {
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[index]) { hasCapitals = true }
            if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[index]) { hasSmall = true }
        }
        return hasCapitals && hasSmall
    }
}
