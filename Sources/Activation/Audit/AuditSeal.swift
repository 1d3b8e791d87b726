/// Keyed proof of a chain's end, so that the removal of its last entries is found.
///
/// It is written with the entries, in the same transaction. Whoever writes to the trail without the key can only put back a
/// seal that was there before.
package struct AuditSeal: Equatable, Sendable {
    /// The number of the next entry.
    package let nextNumber: UInt64

    /// The hash of the last entry, or what the chain begins with.
    package let head: AuditHash

    /// The proof of both.
    package let proof: AuditHash

    /// A seal as it was stored.
    package init(nextNumber: UInt64, head: AuditHash, proof: AuditHash) {
        self.nextNumber = nextNumber
        self.head = head
        self.proof = proof
    }

    /// The seal of the end of a chain.
    package init(of chain: AuditChain, with key: AuditKey) {
        self.init(
            nextNumber: chain.nextNumber,
            head: chain.head,
            proof: key.hash(AuditHash(ofEndOf: chain.name, nextNumber: chain.nextNumber, head: chain.head))
        )
    }

    /// Whether it was made with this key for a chain of this name.
    package func isGenuine(of chain: String, with key: AuditKey) -> Bool {
        self == AuditSeal(of: AuditChain(name: chain, nextNumber: self.nextNumber, head: self.head), with: key)
    }
}
