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

    /// These and a fresh one, which is active.
    package func addingFreshKey() throws(LibCryptoFailure) -> SealingKeys {
        let (id, overflow) = (self.ids.last ?? 0).addingReportingOverflow(1)
        let key = try SealingKey.random(id: overflow ? 1 : id)
        return SealingKeys(Array(self.keys.values) + [key], active: key)
    }

    /// These without those that are neither active nor among the numbers given.
    package func keepingOnly(_ used: Set<Int64>) -> SealingKeys {
        SealingKeys(self.keys.values.filter { used.contains($0.id) }, active: self.active)
    }
}
