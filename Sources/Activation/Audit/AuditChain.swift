/// The end of an append-only chain of entries: what must be known to append to it, or to check what follows.
///
/// Each writer may have a chain of its own; its name is hashed into it, so that no link fits into another chain. Cutting off the
/// last links can be noticed only by who knows the head from elsewhere.
package struct AuditChain: Equatable, Sendable {
    package let name: String

    /// The number of the next link.
    package private(set) var nextNumber: UInt64

    /// The hash of the last link, or that of the name before there is one.
    package private(set) var head: AuditHash

    /// An empty chain.
    package init(name: String) {
        self.name = name
        self.nextNumber = 0
        self.head = AuditHash(startOfChain: name)
    }

    /// A chain as far as it was checked before.
    package init(name: String, nextNumber: UInt64, head: AuditHash) {
        self.name = name
        self.nextNumber = nextNumber
        self.head = head
    }

    /// The end of a chain after its last stored link.
    package init(name: String, after last: AuditLink) {
        self.name = name
        self.nextNumber = last.number &+ 1
        self.head = last.hash
    }

    /// Ties an entry to the chain.
    package mutating func append(_ entry: AuditEntry) -> AuditLink {
        let link = AuditLink(
            number: self.nextNumber,
            entry: entry,
            hash: AuditHash(of: entry, number: self.nextNumber, after: self.head)
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
        guard link.hash == AuditHash(of: link.entry, number: link.number, after: self.head) else {
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
