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
            throw SnapshotFault(reason: "secretHex: \(Self.reason(error))")
        }
    }

    package static func bytes(base32 text: String) throws(SnapshotFault) -> [UInt8] {
        do {
            return Self.bytes(of: try SharedSecret(base32: text))
        } catch {
            throw SnapshotFault(reason: "secretBase32: \(Self.reason(error))")
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

    private static func reason(_ error: SharedSecretError) -> String {
        switch error {
        case .empty: "is empty; a secret has 1 to 128 bytes"
        case .tooLong: "is too long; a secret has 1 to 128 bytes"
        case .oddDigitCount: "has an odd number of digits"
        case .invalidCharacter(let position): "has a character at position \(position + 1) that does not belong there"
        case .invalidLength: "has a length that base32 does not have"
        case .invalidPadding: "has padding that base32 does not have"
        }
    }
}
