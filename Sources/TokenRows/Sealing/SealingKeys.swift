package import LibCrypto

/// The keys of a key file: one of them seals, all of them open.
package struct SealingKeys: Sendable {
    /// By number; there is at least one.
    let keys: [Int64: SealingKey]

    /// The one that seals.
    let active: SealingKey

    /// Several keys, one of which is active.
    init(_ keys: [SealingKey], active: SealingKey) {
        var byID: [Int64: SealingKey] = [active.id: active]
        for key in keys { byID[key.id] = key }
        self.keys = byID
        self.active = active
    }

    /// One fresh key.
    package static func random() throws(LibCryptoFailure) -> SealingKeys {
        let key = try SealingKey.random(id: 1)
        return SealingKeys([key], active: key)
    }

    /// The number of the key that seals.
    package var activeID: Int64 { self.active.id }

    /// The numbers of all keys, in order.
    package var ids: [Int64] { self.keys.keys.sorted() }

    /// These and a fresh one of a number that none of them has; it is not active.
    package func addingKey(_ id: Int64) throws(SealingKeyFileError) -> SealingKeys {
        guard self.keys[id] == nil else { throw .unwritable("it has a key \(id) already") }
        do {
            return SealingKeys(Array(self.keys.values) + [try SealingKey.random(id: id)], active: self.active)
        } catch {
            throw .library(error)
        }
    }

    /// These, with another one active.
    package func activating(_ id: Int64) throws(SealingKeyFileError) -> SealingKeys {
        guard let key = self.keys[id] else { throw .unwritable("it has no key \(id)") }
        return SealingKeys(Array(self.keys.values), active: key)
    }

    /// These without the one of a number, unless it is the active one.
    package func dropping(_ id: Int64) -> SealingKeys {
        SealingKeys(self.keys.values.filter { $0.id != id }, active: self.active)
    }

    /// These without those that are neither active nor among the numbers given.
    package func keepingOnly(_ used: Set<Int64>) -> SealingKeys {
        SealingKeys(self.keys.values.filter { used.contains($0.id) }, active: self.active)
    }

    /// Whether both have the same keys under the same numbers, compared in constant time, and the same one active.
    func hasSameKeys(as other: SealingKeys) -> Bool {
        guard self.ids == other.ids, self.activeID == other.activeID else { return false }
        return self.keys.values.allSatisfy { key in other.keys[key.id].map { key.isSame(as: $0) } ?? false }
    }
}
