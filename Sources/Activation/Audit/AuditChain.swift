/// The end of an append-only chain of entries: what must be known to append to it, or to check what follows.
///
/// Each writer may have a chain of its own; its name is hashed into it, so that no link fits into another chain. With a key, a
/// change of any link is found although all later ones were hashed anew. Removing the last links is found only with a head
/// that was kept elsewhere: what remains is a chain as it once was.
package struct AuditChain: Equatable, Sendable {
    package let name: String

    /// What ties the entries, beside their hashes.
    private let key: AuditKey?

    /// The number of the next link.
    package private(set) var nextNumber: UInt64

    /// The hash of the last link, or that of the name before there is one.
    package private(set) var head: AuditHash

    /// An empty chain.
    package init(name: String, key: AuditKey? = nil) {
        self.name = name
        self.key = key
        self.nextNumber = 0
        self.head = AuditHash(startOfChain: name)
    }

    /// A chain as far as it was checked before.
    package init(name: String, nextNumber: UInt64, head: AuditHash, key: AuditKey? = nil) {
        self.name = name
        self.key = key
        self.nextNumber = nextNumber
        self.head = head
    }

    /// The end of a chain after its last stored link.
    package init(name: String, after last: AuditLink, key: AuditKey? = nil) {
        self.name = name
        self.key = key
        self.nextNumber = last.number &+ 1
        self.head = last.hash
    }

    /// The same end, whatever it is checked with.
    package static func == (left: AuditChain, right: AuditChain) -> Bool {
        left.name == right.name && left.nextNumber == right.nextNumber && left.head == right.head
    }

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

    /// Checks that a stored link is the next one, and steps on to it if it is.
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

    /// Checks links in their order.
    ///
    /// - Throws: The first break.
    package mutating func check(_ links: some Sequence<AuditLink>) throws(AuditBreak) {
        for link in links { try self.check(link) }
    }
}
