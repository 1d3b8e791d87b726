import CommandLineTool
import OTPCore

/// Bytes that are no secret key, to and from hexadecimal text.
enum Hexadecimal {
    /// Takes spaces, colons and dashes between the digits, and a 0x in front.
    static func bytes(of text: String, option: String) throws(UnusableInput) -> [UInt8] {
        let unprefixed = text.lowercased().hasPrefix("0x") ? text.dropFirst(2) : text[...]
        var digits: [UInt8] = []
        for (position, character) in unprefixed.enumerated() where !" :-".contains(character) {
            guard character.isASCII, let digit = character.hexDigitValue else {
                let place = position + 1 + text.count - unprefixed.count
                throw UnusableInput("\(option): not hexadecimal from character \(place) on")
            }
            digits.append(UInt8(digit))
        }
        guard digits.count.isMultiple(of: 2) else {
            throw UnusableInput("\(option): \(digits.count.counted("hexadecimal digit")): no whole number of bytes")
        }
        return stride(from: 0, to: digits.count, by: 2).map { start in digits[start] << 4 | digits[start + 1] }
    }

    static func text(of bytes: [UInt8]) -> String {
        bytes.map { $0 < 0x10 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    static func text(of digest: Digest) -> String {
        var text = ""
        for index in 0..<digest.count {
            let digits = String(digest[index], radix: 16)
            text += digits.count == 1 ? "0" + digits : digits
        }
        return text
    }

    /// The hash of a PIN, RFC 6287, section 5.1.
    static func digest(of pin: String, algorithm: HashAlgorithm) -> [UInt8] {
        let message = Array(pin.utf8)
        let digest: Digest
        switch algorithm {
        case .sha1:
            var hash = SHA1()
            hash.update(message.span)
            digest = hash.finalize()
        case .sha256:
            var hash = SHA256()
            hash.update(message.span)
            digest = hash.finalize()
        case .sha512:
            var hash = SHA512()
            hash.update(message.span)
            digest = hash.finalize()
        }
        return (0..<digest.count).map { digest[$0] }
    }
}
