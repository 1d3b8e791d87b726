import LibCrypto

/// One AES-256 key under which the secrets of devices are sealed, and its number.
final class SealingKey: Sendable {
    /// What a sealed text is for, so that no text serves for anything else.
    enum Purpose: String {
        case deviceSecret = "device secret"
        case keyCheck = "key check"
        case auditKey = "audit key"
    }

    let id: Int64

    private let bytes: SecretBytes

    init(id: Int64, bytes: consuming SecretBytes) {
        self.id = id
        self.bytes = bytes
    }

    /// A fresh key.
    static func random(id: Int64) throws(LibCryptoFailure) -> SealingKey {
        SealingKey(id: id, bytes: try RandomBytes.secret(count: GCM.keyByteCount))
    }

    func seal(_ plaintext: Span<UInt8>, for purpose: Purpose, of name: String) throws(CipherError) -> [UInt8] {
        let associated = self.associated(purpose, name)
        return try self.bytes.withBytes { key throws(CipherError) in
            try GCM.seal(plaintext, key: key, associated: associated.span)
        }
    }

    func open(_ sealed: Span<UInt8>, for purpose: Purpose, of name: String) throws(CipherError) -> SecretBytes {
        let associated = self.associated(purpose, name)
        return try self.bytes.withBytes { key throws(CipherError) in
            try GCM.open(sealed, key: key, associated: associated.span)
        }
    }

    /// Whether both are one key, compared in constant time.
    func isSame(as other: SealingKey) -> Bool {
        self.bytes.withBytes { mine in other.bytes.withBytes { mine.isEqualInConstantTime(to: $0) } }
    }

    /// The key as the line of a key file has it.
    func line(isActive: Bool) -> [UInt8] {
        var line = Array("\(self.id) ".utf8)
        line.reserveCapacity(line.count + 2 * GCM.keyByteCount + 8)
        self.bytes.withBytes { bytes in
            for index in bytes.indices {
                line.append(Self.hexDigits[Int(bytes[index] >> 4)])
                line.append(Self.hexDigits[Int(bytes[index] & 0xF)])
            }
        }
        line += Array((isActive ? " active\n" : "\n").utf8)
        return line
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// Purpose, key number and name: a sealed text moved to another row, or under another key's number, does not open.
    private func associated(_ purpose: Purpose, _ name: String) -> [UInt8] {
        Array("mitid-tokens \(purpose.rawValue)\0\(self.id)\0\(name)".utf8)
    }
}
