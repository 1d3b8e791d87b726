/// The next step of a rotation of sealing keys, decided from the key file and the store as they are.
///
/// | key file | store | next step |
/// |---|---|---|
/// | active key 1 | 1 registered, all sealed under 1 | `addKey(2)` |
/// | active key 1, key 2 | 1 registered | `register(2)` |
/// | active key 1, key 2 | 1 and 2 registered | `activate(2)` |
/// | active key 2, key 1 | 1 and 2 registered, some sealed under 1 | `reseal` |
/// | active key 2, key 1 | 1 and 2 registered, all sealed under 2 | `forgetInStore`, if that was asked for |
/// | active key 2, key 1 | 2 registered | `forgetInFile`, if that was asked for |
/// | active key 2 | 2 registered, all sealed under 2 | `finish` |
///
/// Each step is durable before the next one is chosen, and no step is remembered: a rotation that was interrupted continues
/// from what it left. A key seals only after the store has registered its number, and a number is registered once: of two
/// copies of the key file that each add a key 2, one is refused and drops it.
package struct KeyRotation: Equatable, Sendable {
    /// The key file and the store, as they are between two steps.
    package struct Situation: Equatable, Sendable {
        /// What the key file has under the number of a registered key.
        package enum Match: Equatable, Sendable {
            case sameKey
            case otherKey
            case noKey
        }

        package var activeID: Int64
        package var fileIDs: Set<Int64>

        /// The keys that the store has registered.
        package var registered: [Int64: Match]

        /// The keys that secrets are sealed under.
        package var inUse: Set<Int64>

        package init(activeID: Int64, fileIDs: Set<Int64>, registered: [Int64: Match], inUse: Set<Int64>) {
            self.activeID = activeID
            self.fileIDs = fileIDs
            self.registered = registered
            self.inUse = inUse
        }
    }

    package enum Step: Equatable, Sendable {
        /// Adds a fresh key of this number to the file, not active.
        case addKey(Int64)
        /// Registers the number of a key in the store.
        case register(Int64)
        /// Makes the key of this number the one that seals.
        case activate(Int64)
        /// Seals under the active key the secrets that are sealed under others.
        case reseal
        /// Unregisters the keys that seal nothing, except the active one.
        case forgetInStore
        /// Removes from the file the keys that are not registered.
        case forgetInFile
        /// Removes a key that never sealed anything: another copy of the key file has registered its number.
        case dropKey(Int64)
        case finish
        case refuse(Refusal)
    }

    package enum Refusal: Error, Equatable, Sendable, CustomStringConvertible {
        /// Another copy of the key file has added a key of this number.
        case addedElsewhere(Int64)
        /// The key file is another store's.
        case otherStore(Int64)
        /// Secrets are sealed under a key that the file does not have.
        case missingKey(Int64)
        /// The largest number is in use.
        case noNumberLeft

        package var description: String {
            switch self {
            case .addedElsewhere(let id):
                "another copy of the key file has added key \(id) to this store; copy that file here, then run this again"
            case .otherStore(let id):
                "key \(id) of the key file is not this store's"
            case .missingKey(let id):
                "the store needs key \(id), which the key file does not have"
            case .noNumberLeft:
                "the key file has a key with the largest possible number, \(Int32.max)"
            }
        }
    }

    /// Whether the key is only added and registered: it can be copied to other machines before it seals.
    package let addsOnly: Bool
    package let forgetsOldKeys: Bool

    /// Whether this run, or the one it waited for, has rotated the keys.
    package private(set) var hasRotated: Bool

    /// The number whose key was dropped.
    private var dropped: Int64?

    package init(addsOnly: Bool = false, forgetsOldKeys: Bool = false, hasRotated: Bool = false) {
        self.addsOnly = addsOnly
        self.forgetsOldKeys = forgetsOldKeys
        self.hasRotated = hasRotated
    }

    /// Chooses the next step and notes what follows from it.
    package mutating func next(_ situation: Situation) -> Step {
        let step = self.step(situation)
        switch step {
        case .activate, .reseal: self.hasRotated = true
        case .addKey where self.addsOnly: self.hasRotated = true
        case .dropKey(let id): self.dropped = id
        case .addKey, .register, .forgetInStore, .forgetInFile, .finish, .refuse: break
        }
        return step
    }

    private func step(_ situation: Situation) -> Step {
        let active = situation.activeID
        if let dropped { return .refuse(.addedElsewhere(dropped)) }
        for (id, match) in situation.registered.sorted(by: { $0.key < $1.key }) {
            switch match {
            case .sameKey: continue
            case .otherKey: return id > active ? .dropKey(id) : .refuse(.otherStore(id))
            case .noKey where situation.inUse.contains(id): return .refuse(.missingKey(id))
            // A key that was lost before it sealed anything; another machine may still have it.
            case .noKey where id > active && !self.forgetsOldKeys: return .refuse(.addedElsewhere(id))
            case .noKey: continue
            }
        }
        guard situation.registered[active] != nil else { return .register(active) }
        if let added = situation.fileIDs.filter({ $0 > active }).max() {
            guard situation.registered[added] != nil else { return .register(added) }
            return self.addsOnly ? .finish : .activate(added)
        }
        guard situation.inUse.isSubset(of: [active]) else { return .reseal }
        guard self.hasRotated else {
            let last = situation.fileIDs.union(situation.registered.keys).max() ?? active
            return last < Int64(Int32.max) ? .addKey(last + 1) : .refuse(.noNumberLeft)
        }
        guard self.forgetsOldKeys else { return .finish }
        if Set(situation.registered.keys) != [active] { return .forgetInStore }
        return situation.fileIDs == [active] ? .finish : .forgetInFile
    }
}
