import LibCrypto
import OTPCore

/// How the seeds of a table are written.
enum SeedEncoding: Equatable, Sendable {
    case hexadecimal
    case base32

    /// The bytes of a seed in this encoding; nil if it is none.
    func secret(_ text: Span<UInt8>) -> SecretBytes? {
        do {
            var secret: SharedSecret
            switch self {
            case .hexadecimal: secret = try SharedSecret(hex: text)
            case .base32: secret = try SharedSecret(base32: text)
            }
            defer { secret.wipe() }
            var bytes = secret.withBytes { bytes in bytes.indices.map { index in bytes[index] } }
            defer { bytes.wipe() }
            return SecretBytes(copying: bytes.span)
        } catch {
            return nil
        }
    }

    /// The one encoding a seed can have; nil if it has both or neither.
    static func only(of text: Span<UInt8>) -> SeedEncoding? {
        let isHexadecimal = SeedEncoding.hexadecimal.secret(text) != nil
        let isBase32 = SeedEncoding.base32.secret(text) != nil
        if isHexadecimal == isBase32 { return nil }
        return isHexadecimal ? .hexadecimal : .base32
    }
}
