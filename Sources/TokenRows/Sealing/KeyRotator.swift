import Activation
import LibCrypto

/// Rotates the sealing keys of a store, step by step, with the key file locked against other processes.
package struct KeyRotator<Store: SealedTokenStore>: Sendable {
    private let store: Store
    private let keyFile: SealingKeyFile
    private let keyLimit: Int

    /// Called after each step that is done; a test ends the rotation here.
    private let stepDone: @Sendable (KeyRotation.Step) async throws -> Void

    package init(
        of store: Store,
        with keyFile: SealingKeyFile,
        keyLimit: Int = SealingKeys.countLimit,
        stepDone: @escaping @Sendable (KeyRotation.Step) async throws -> Void = { _ in }
    ) {
        self.store = store
        self.keyFile = keyFile
        self.keyLimit = keyLimit
        self.stepDone = stepDone
    }

    /// Runs the steps until the rotation is finished.
    ///
    /// A second rotation of the same key file waits for the first; it then ends without adding another key.
    ///
    /// - Parameters:
    ///   - addsOnly: Whether the new key is only added and registered.
    ///   - forgetsOldKeys: Whether keys that seal nothing are removed from the store and from the file.
    ///   - waiting: Called once if another process has locked the key file.
    /// - Returns: How many secrets were sealed under the active key.
    /// - Throws: ``SealingKeyFileError``, `TokenStoreError`, or ``KeyRotation/Refusal``.
    package func run(
        addsOnly: Bool = false,
        forgetsOldKeys: Bool = false,
        waiting: () -> Void = {}
    ) async throws -> Int {
        let before = try self.keyFile.reload().activeID
        let lock = try await KeyFileLock.acquire(for: self.keyFile, waiting: waiting)
        defer { lock.release() }
        let current = try self.keyFile.reload().activeID
        var rotation = KeyRotation(
            addsOnly: addsOnly,
            forgetsOldKeys: forgetsOldKeys,
            hasRotated: current != before
        )
        var sealed = 0
        while true {
            let step = rotation.next(try await self.situation())
            switch step {
            case .addKey(let id):
                let keys = try self.keyFile.reload()
                // One more is no harm to a rotation that then forgets all old ones.
                guard forgetsOldKeys || keys.ids.count < self.keyLimit else { throw SealingKeyFileError.full }
                try self.keyFile.replace(with: try keys.addingKey(id))
            case .register(let id):
                try await self.store.register(try KeyCheck(of: self.keyFile.keys, keyID: id))
            case .activate(let id):
                try self.keyFile.replace(with: try self.keyFile.reload().activating(id))
            case .reseal:
                sealed += try await self.store.resealAll()
            case .forgetInStore:
                try await self.store.forgetUnusedKeys()
            case .forgetInFile:
                let registered = Set(try await self.store.keyChecks().map(\.keyID))
                try self.keyFile.replace(with: try self.keyFile.reload().keepingOnly(registered))
            case .dropKey(let id):
                try self.keyFile.replace(with: try self.keyFile.reload().dropping(id))
            case .finish:
                return sealed
            case .refuse(let refusal):
                throw refusal
            }
            try await self.stepDone(step)
        }
    }

    private func situation() async throws -> KeyRotation.Situation {
        let keys = try self.keyFile.reload()
        var registered: [Int64: KeyRotation.Situation.Match] = [:]
        for check in try await self.store.keyChecks() { registered[check.keyID] = check.match(keys) }
        return KeyRotation.Situation(
            activeID: keys.activeID,
            fileIDs: Set(keys.ids),
            registered: registered,
            inUse: try await self.store.keysInUse()
        )
    }
}
