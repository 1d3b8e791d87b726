package import Activation
import Foundation
import LibCrypto

/// The key of the audit trail as its row holds it: sealed, like the secrets of devices.
///
/// The sealed text has the 32 bytes of the key and when it was made (milliseconds since 1970, 8 bytes, most significant
/// first); then for each chain that was begun the number of its first entry with this key (8 bytes), the length of its name
/// (2 bytes) and its name in UTF-8.
package struct SealedAuditKey: Sendable {
    /// In place of a key's number while there is no key yet.
    private static let pendingKeyID: Int64 = 0

    package let keyID: Int64
    package let bytes: [UInt8]

    private init(keyID: Int64, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }

    /// The key in the form of its row.
    ///
    /// - Throws: `TokenStoreError` if there is no row: without its key, nothing proves the trail.
    package init(_ columns: SealedSecret?) throws(TokenStoreError) {
        guard let secret = columns else { throw .damaged(reason: "the key of the audit trail is missing") }
        self.init(keyID: secret.keyID, bytes: secret.bytes)
    }

    /// A fresh key, sealed under the active one.
    ///
    /// - Parameters:
    ///   - chains: The chains that have entries without this key.
    ///   - keys: The keys of the key file.
    /// - Throws: `TokenStoreError` if there is no randomness, or the active key does not seal.
    package init(newBesides chains: [AuditKey.Chain], under keys: SealingKeys) throws(TokenStoreError) {
        var text: [UInt8] = []
        text.reserveCapacity(AuditKey.byteCount + 8 + chains.reduce(0) { $0 + 10 + $1.name.utf8.count })
        defer { text.wipe() }
        do {
            try RandomBytes.secret(count: AuditKey.byteCount).withBytes { key in
                for index in key.indices { text.append(key[index]) }
            }
        } catch {
            throw .unavailable(reason: "\(error)")
        }
        let time = Int64(Date().timeIntervalSince1970 * 1000)
        text += Self.bytes(of: UInt64(bitPattern: time), count: 8)
        for chain in chains { text += Self.bytes(of: chain) }
        try self.init(sealing: text.span, under: keys)
    }

    private init(sealing text: Span<UInt8>, under keys: SealingKeys) throws(TokenStoreError) {
        do {
            self.init(keyID: keys.activeID, bytes: try keys.active.seal(text, for: .auditKey, of: ""))
        } catch {
            throw .unavailable(reason: "the key of the audit trail cannot be sealed")
        }
    }

    /// Whether the trail has no key yet.
    package var isPending: Bool { self.keyID == Self.pendingKeyID }

    /// The key itself.
    package func key(from keyFile: SealingKeyFile) throws(TokenStoreError) -> AuditKey {
        let key = try self.open(from: keyFile).withBytes { text in Self.parse(text) }
        guard let key else { throw .damaged(reason: "the key of the audit trail makes no sense") }
        return key
    }

    /// The same key under the active one, `nil` if it is sealed under that one already.
    package func resealed(
        under keys: SealingKeys,
        from keyFile: SealingKeyFile
    ) throws(TokenStoreError) -> SealedAuditKey? {
        guard !self.isPending, self.keyID != keys.activeID else { return nil }
        return try self.rewritten(under: keys, from: keyFile, adding: nil)
    }

    /// The same key, which knows one more chain; sealed under the active one.
    package func adding(
        _ chain: AuditKey.Chain,
        under keys: SealingKeys,
        from keyFile: SealingKeyFile
    ) throws(TokenStoreError) -> SealedAuditKey {
        try self.rewritten(under: keys, from: keyFile, adding: chain)
    }

    private func rewritten(
        under keys: SealingKeys,
        from keyFile: SealingKeyFile,
        adding chain: AuditKey.Chain?
    ) throws(TokenStoreError) -> SealedAuditKey {
        let added = chain.map { Self.bytes(of: $0) } ?? []
        return try self.open(from: keyFile).withBytes { old in
            Result { () throws(TokenStoreError) in
                var text: [UInt8] = []
                text.reserveCapacity(old.count + added.count)
                defer { text.wipe() }
                for index in old.indices { text.append(old[index]) }
                text += added
                return try SealedAuditKey(sealing: text.span, under: keys)
            }
        }.get()
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

    private static func bytes(of chain: AuditKey.Chain) -> [UInt8] {
        let name = Array(chain.name.utf8.prefix(Int(UInt16.max)))
        return Self.bytes(of: chain.firstNumber, count: 8) + Self.bytes(of: UInt64(name.count), count: 2) + name
    }

    private static func bytes(of number: UInt64, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64(count - 1 - $0))) }
    }

    private static func parse(_ text: Span<UInt8>) -> AuditKey? {
        var index = AuditKey.byteCount
        func number(_ count: Int) -> UInt64? {
            guard text.count - index >= count else { return nil }
            defer { index += count }
            return (index..<index + count).reduce(0) { $0 << 8 | UInt64(text[$1]) }
        }
        guard let madeAt = number(8) else { return nil }
        var chains: [AuditKey.Chain] = []
        while index < text.count {
            guard let firstNumber = number(8), let count = number(2).map({ Int($0) }), text.count - index >= count
            else { return nil }
            let name = (index..<index + count).map { text[$0] }
            chains.append(AuditKey.Chain(name: String(decoding: name, as: UTF8.self), firstNumber: firstNumber))
            index += count
        }
        return AuditKey(
            copying: text.extracting(0..<AuditKey.byteCount),
            madeAt: UnixTime(milliseconds: Int64(bitPattern: madeAt)),
            chains: chains
        )
    }
}
