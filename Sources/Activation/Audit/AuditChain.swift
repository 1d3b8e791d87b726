/// The end of an append-only chain of entries: what must be known to append to it, or to check what follows.
///
/// Each writer may have a chain of its own; its name is hashed into it, so that no link fits into another chain. With a key, a
/// change of any link is found although all later ones were hashed again, and an ``AuditSeal`` says where the chain ends.
package struct AuditChain: Equatable, Sendable {
    package let name: String

    /// The key of the links; `nil` in a chain of an earlier release.
    private let key: AuditKey?

    /// Whether the chain is continued from its seal: only then it is sealed again.
    private let isContinuedFromSeal: Bool

    /// The number of the next link.
    package private(set) var nextNumber: UInt64

    /// The hash of the last link, or what the chain begins with: anchored elsewhere, it proves all entries up to here.
    package private(set) var head: AuditHash

    /// An empty chain.
    package init(name: String, key: AuditKey? = nil) {
        self.init(name: name, nextNumber: 0, head: AuditHash(startOfChain: name), key: key)
    }

    /// A chain as far as it was checked before.
    package init(name: String, nextNumber: UInt64, head: AuditHash, key: AuditKey? = nil) {
        self.init(name: name, nextNumber: nextNumber, head: head, key: key, isContinuedFromSeal: true)
    }

    /// The end of a chain after its last stored link.
    package init(name: String, after last: AuditLink, key: AuditKey? = nil) {
        self.init(name: name, nextNumber: last.number &+ 1, head: last.hash, key: key)
    }

    /// The end of a stored chain, to append to.
    ///
    /// A genuine seal says where that is: if the last entries were removed or changed, the next one shows it. If the seal is
    /// not genuine, or older than the entries, the chain goes on without one. Neither hides what was done.
    ///
    /// - Parameters:
    ///   - name: The chain.
    ///   - last: The number and the hash of its last stored entry.
    ///   - seal: Its stored seal.
    ///   - key: The key of the trail.
    package init(
        continuing name: String,
        after last: (number: UInt64, hash: AuditHash)?,
        seal: AuditSeal?,
        key: AuditKey
    ) {
        let stored = last.map { (nextNumber: $0.number &+ 1, head: $0.hash) }
        if let seal, seal.isGenuine(of: name, with: key), seal.nextNumber >= stored?.nextNumber ?? 0 {
            self.init(name: name, nextNumber: seal.nextNumber, head: seal.head, key: key)
        } else {
            self.init(
                name: name,
                nextNumber: stored?.nextNumber ?? 0,
                head: stored?.head ?? AuditHash(startOfChain: name),
                key: key,
                isContinuedFromSeal: false
            )
        }
    }

    private init(name: String, nextNumber: UInt64, head: AuditHash, key: AuditKey?, isContinuedFromSeal: Bool) {
        self.name = name
        self.nextNumber = nextNumber
        self.head = head
        self.key = key
        self.isContinuedFromSeal = isContinuedFromSeal
    }

    /// The same end, whatever it is checked with.
    package static func == (left: AuditChain, right: AuditChain) -> Bool {
        left.name == right.name && left.nextNumber == right.nextNumber && left.head == right.head
    }

    /// The seal of this end; `nil` without a key, and where none may replace the stored one.
    package var seal: AuditSeal? {
        guard self.isContinuedFromSeal, let key = self.key else { return nil }
        return AuditSeal(of: self, with: key)
    }

    /// Number of entries at the beginning that are older than the key.
    package var entriesOlderThanKey: UInt64 { self.key?.firstNumber(ofChain: self.name) ?? 0 }

    /// The hash of the entry that would be the next one.
    private func nextHash(of entry: AuditEntry) -> AuditHash {
        let plain = AuditHash(of: entry, number: self.nextNumber, after: self.head)
        guard let key = self.key, self.nextNumber >= key.firstNumber(ofChain: self.name) else { return plain }
        return key.hash(plain)
    }

    /// Ties an entry to the chain.
    package mutating func append(_ entry: AuditEntry) -> AuditLink {
        let link = AuditLink(
            number: self.nextNumber,
            entry: entry,
            hash: self.nextHash(of: entry)
        )
        self.nextNumber &+= 1
        self.head = link.hash
        return link
    }

    /// Checks that a link is the next one, and goes on after it.
    package mutating func check(_ link: AuditLink) throws(AuditBreak) {
        guard link.number == self.nextNumber else {
            throw AuditBreak(number: self.nextNumber, kind: .missing(found: link.number))
        }
        guard link.hash == self.nextHash(of: link.entry) else {
            throw AuditBreak(number: link.number, kind: .changed)
        }
        self.nextNumber &+= 1
        self.head = link.hash
    }

    /// Checks the next links, in their order.
    package mutating func check(_ links: some Sequence<AuditLink>) throws(AuditBreak) {
        for link in links { try self.check(link) }
    }

    /// Checks the seal that was read after the last link.
    ///
    /// - Returns: Whether the chain ends here. If not, more entries were sealed than checked: they must follow.
    package func ends(with seal: AuditSeal?) throws(AuditBreak) -> Bool {
        guard let key = self.key else { return true }
        guard let seal, seal.isGenuine(of: self.name, with: key), seal.nextNumber >= self.nextNumber else {
            throw AuditBreak(number: self.nextNumber, kind: .unsealed)
        }
        guard seal.nextNumber == self.nextNumber else { return false }
        guard seal.head == self.head else { throw AuditBreak(number: self.nextNumber, kind: .unsealed) }
        return true
    }
}
