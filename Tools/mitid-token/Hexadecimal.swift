import CommandLineTool
import OTPCore

/// Bytes that are no secret key, to and from hexadecimal text.
enum Hexadecimal {
    static func bytes(of text: String, option: String) throws(UnusableInput) -> [UInt8] {
        let digits = Array(text.utf8)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard start + 1 < digits.count else {
                throw UnusableInput("\(option): \(digits.count) hexadecimal digits are no whole number of bytes")
            }
            guard
                let high = Character(Unicode.Scalar(digits[start])).hexDigitValue,
                let low = Character(Unicode.Scalar(digits[start + 1])).hexDigitValue
            else {
                throw UnusableInput("\(option): not hexadecimal from character \(start + 1) on")
            }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
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
