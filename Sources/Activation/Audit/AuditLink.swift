/// An entry at its place in a chain, with the hash that ties it to all before it.
package struct AuditLink: Equatable, Sendable {
    /// The place in the chain, from 0.
    package let number: UInt64
    package let entry: AuditEntry
    package let hash: AuditHash

    /// A link as it was stored.
    package init(number: UInt64, entry: AuditEntry, hash: AuditHash) {
        self.number = number
        self.entry = entry
        self.hash = hash
    }
}
