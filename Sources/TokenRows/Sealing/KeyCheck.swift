package import Activation
import LibCrypto

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

    /// A row: the number and the sealed text.
    package init(_ row: some StoredRow) throws(TokenStoreError) {
        self.init(
            keyID: try row.integer(at: 0).orDamaged("id"),
            bytes: try row.bytes(at: 1).orDamaged("check_text")
        )
    }

    /// The check of the active key, or of another one.
    package init(of keys: SealingKeys, keyID: Int64? = nil) throws(TokenStoreError) {
        let id = keyID ?? keys.activeID
        do {
            guard let key = keys.keys[id] else { throw CipherError.damaged }
            self.init(keyID: id, bytes: try key.seal(Self.text.span, for: .keyCheck, of: ""))
        } catch {
            throw .unavailable(reason: "key \(id) does not seal")
        }
    }

    /// What keys have under this number.
    func match(_ keys: SealingKeys) -> KeyRotation.Situation.Match {
        guard let key = keys.keys[self.keyID] else { return .noKey }
        return (try? key.open(self.bytes.span, for: .keyCheck, of: "")) == nil ? .otherKey : .sameKey
    }
}

extension SealingKeyFile {
    /// Proves that these keys are a store's.
    ///
    /// A registered key that the file does not have is needed only if secrets are sealed under it: a rotation on another
    /// machine may just have added it.
    ///
    /// - Parameters:
    ///   - checks: All registered keys.
    ///   - keysInUse: The keys that secrets are sealed under; needed only if ``lacksKey(of:)``.
    /// - Returns: The check of the active key, if it is not registered.
    /// - Throws: `TokenStoreError` if a key is another one, or one that is needed is missing.
    package func prove(_ checks: [KeyCheck], keysInUse: Set<Int64>) throws(TokenStoreError) -> KeyCheck? {
        let keys = self.keys
        for check in checks {
            switch check.match(keys) {
            case .sameKey: continue
            case .otherKey:
                throw .unavailable(
                    reason: "key \(check.keyID) of the key file \(self.path) is not this store's"
                )
            case .noKey where keysInUse.contains(check.keyID):
                throw .unavailable(
                    reason: "the store needs key \(check.keyID), which the key file \(self.path) does not have"
                )
            case .noKey: continue
            }
        }
        return checks.contains { $0.keyID == keys.activeID } ? nil : try KeyCheck(of: keys)
    }

    /// Whether a registered key is not in the file.
    package func lacksKey(of checks: [KeyCheck]) -> Bool {
        let keys = self.keys
        return checks.contains { $0.match(keys) == .noKey }
    }

    /// Proves that a key may seal: the store has registered it, and it is this file's.
    package func proveSealing(_ check: KeyCheck?, keyID: Int64) throws(TokenStoreError) {
        guard check?.keyID == keyID, check?.match(self.keys) == .sameKey else {
            throw .unavailable(
                reason: "the store has not registered key \(keyID) of the key file \(self.path): "
                    + "another copy of the file has newer keys"
            )
        }
    }
}
