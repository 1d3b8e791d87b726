package import Activation
import LibCrypto

/// The key of the audit trail as its row holds it: sealed, like the secrets of devices.
///
/// Beside the 32 bytes of the key, the sealed text has for each chain that is older than the key the number of its next
/// entry (8 bytes, most significant first), the length of its name (2 bytes) and its name in UTF-8.
package struct SealedAuditKey: Sendable {
    package let keyID: Int64
    package let bytes: [UInt8]

    package init(keyID: Int64, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }

    /// What a row holds.
    package init(_ row: some StoredRow) throws(TokenStoreError) {
        let secret = try row.secret(from: 0)
        self.init(keyID: secret.keyID, bytes: secret.bytes)
    }

    /// A fresh key, sealed under the active key.
    ///
    /// - Parameters:
    ///   - chains: The chains that have entries without this key, and the number of the next entry of each.
    ///   - keys: The keys of the key file.
    package init(newBesides chains: [String: UInt64], under keys: SealingKeys) throws(TokenStoreError) {
        var text: [UInt8] = []
        defer { text.wipe() }
        do {
            try RandomBytes.secret(count: AuditKey.byteCount).withBytes { key in
                for index in key.indices { text.append(key[index]) }
            }
        } catch {
            throw .unavailable(reason: "\(error)")
        }
        for (name, number) in chains.sorted(by: { $0.key < $1.key }) {
            let name = Array(name.utf8.prefix(Int(UInt16.max)))
            text += (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
            text += [UInt8(truncatingIfNeeded: name.count >> 8), UInt8(truncatingIfNeeded: name.count)]
            text += name
        }
        try self.init(sealing: text.span, under: keys)
    }

    private init(sealing text: Span<UInt8>, under keys: SealingKeys) throws(TokenStoreError) {
        do {
            self.init(keyID: keys.activeID, bytes: try keys.active.seal(text, for: .auditKey, of: ""))
        } catch {
            throw .unavailable(reason: "the key of the audit trail cannot be sealed")
        }
    }

    /// The key itself.
    package func key(from keyFile: SealingKeyFile) throws(TokenStoreError) -> AuditKey {
        let key = try self.open(from: keyFile).withBytes { text in Self.parse(text) }
        guard let key else { throw .damaged(reason: "the key of the audit trail makes no sense") }
        return key
    }

    /// The same key under the active one, `nil` if it is sealed under that one already.
    package func resealed(from keyFile: SealingKeyFile) throws(TokenStoreError) -> SealedAuditKey? {
        let keys = keyFile.keys
        guard self.keyID != keys.activeID else { return nil }
        let text = try self.open(from: keyFile)
        let resealed = text.withBytes { text in
            Result { () throws(TokenStoreError) in try SealedAuditKey(sealing: text, under: keys) }
        }
        return try resealed.get()
    }

    private func open(from keyFile: SealingKeyFile) throws(TokenStoreError) -> SecretBytes {
        guard let key = keyFile.key(self.keyID) else {
            throw .damaged(
                reason: "the key of the audit trail is sealed under key \(self.keyID), which the key file does not have"
            )
        }
        do {
            return try key.open(self.bytes.span, for: .auditKey, of: "")
        } catch {
            throw .damaged(reason: "the key of the audit trail does not open under key \(self.keyID)")
        }
    }

    private static func parse(_ text: Span<UInt8>) -> AuditKey? {
        guard text.count >= AuditKey.byteCount else { return nil }
        var firstNumbers: [String: UInt64] = [:]
        var index = AuditKey.byteCount
        while index < text.count {
            guard text.count - index >= 10 else { return nil }
            var number: UInt64 = 0
            for _ in 0..<8 {
                number = number << 8 | UInt64(text[index])
                index += 1
            }
            let count = Int(text[index]) << 8 | Int(text[index + 1])
            index += 2
            guard text.count - index >= count else { return nil }
            let name = text.extracting(index..<index + count)
            firstNumbers[String(decoding: name.indices.map { name[$0] }, as: UTF8.self)] = number
            index += count
        }
        return AuditKey(copying: text.extracting(0..<AuditKey.byteCount), firstNumbers: firstNumbers)
    }
}
