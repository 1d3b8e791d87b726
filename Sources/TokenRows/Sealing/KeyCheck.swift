package import Activation

/// A known text sealed under a key, kept in the store: a key file of another store is found out when the store is opened,
/// and not at the first decision.
package struct KeyCheck: Sendable {
    private static let text = Array("mitid-tokens".utf8)

    package let keyID: Int64
    package let bytes: [UInt8]

    /// What a row holds.
    package init(keyID: Int64, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }

    /// The check of the active key.
    package init(of keys: SealingKeys) throws(TokenStoreError) {
        do {
            let bytes = try keys.active.seal(Self.text.span, for: .keyCheck, of: "")
            self.init(keyID: keys.activeID, bytes: bytes)
        } catch {
            throw .unavailable(reason: "key \(keys.activeID) does not seal")
        }
    }

    /// Throws if the key file has no such key, or another one under its number.
    func prove(_ keyFile: SealingKeyFile) throws(TokenStoreError) {
        guard let key = keyFile.key(self.keyID) else {
            throw .unavailable(reason: "the store needs key \(self.keyID), which the key file \(keyFile.path) has not")
        }
        guard (try? key.open(self.bytes.span, for: .keyCheck, of: "")) != nil else {
            throw .unavailable(reason: "key \(self.keyID) of the key file \(keyFile.path) is not this store's")
        }
    }
}

extension SealingKeyFile {
    /// Proves that these keys are a store's; the check of the active one, if the store has none of it yet.
    package func prove(_ checks: [KeyCheck]) throws(TokenStoreError) -> KeyCheck? {
        for check in checks { try check.prove(self) }
        let keys = self.keys
        return checks.contains { $0.keyID == keys.activeID } ? nil : try KeyCheck(of: keys)
    }
}
