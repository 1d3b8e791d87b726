import OTPCore

/// A shared secret as text and back.
package enum SecretText {
    package static func hex(_ bytes: [UInt8]) -> String {
        HexText.text(of: bytes)
    }

    package static func bytes(hex text: String) throws(SnapshotFault) -> [UInt8] {
        do {
            return Self.bytes(of: try SharedSecret(hex: text))
        } catch {
            throw SnapshotFault(reason: "secretHex: \(Self.reason(error, "hexadecimal digit"))")
        }
    }

    package static func bytes(base32 text: String) throws(SnapshotFault) -> [UInt8] {
        do {
            return Self.bytes(of: try SharedSecret(base32: text))
        } catch {
            throw SnapshotFault(reason: "secretBase32: \(Self.reason(error, "Base32 character"))")
        }
    }

    static func bytes(of secret: borrowing SharedSecret) -> [UInt8] {
        secret.withBytes { span in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(span.count)
            for index in span.indices {
                bytes.append(span[index])
            }
            return bytes
        }
    }

    private static func reason(_ error: SharedSecretError, _ alphabet: String) -> String {
        switch error {
        case .empty: "is empty; a secret has 1 to 128 bytes"
        case .tooLong: "is too long; a secret has 1 to 128 bytes"
        case .oddDigitCount(let count):
            "\(count == 1 ? "1 digit is" : "\(count) digits are") no whole number of bytes; two make a byte"
        case .invalidCharacter(let position): "character \(position + 1) is no \(alphabet)"
        case .invalidLength(let count): "\(count) characters are no length that Base32 has"
        case .invalidPadding: "the padding (=) does not fill the last group of eight"
        }
    }
}
