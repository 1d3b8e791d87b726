/// Wrong tries of one sort, and the block they have led to.
package struct AttemptCount: Equatable, Sendable {
    /// Wrong tries in a row since the last right one or the last block.
    package private(set) var wrong: UInt32

    /// How many blocks have followed each other, each longer than the one before.
    package private(set) var blocks: UInt32

    /// When the last block ends or ended.
    package private(set) var blockedUntil: UnixTime?

    /// None yet, or a count as it was stored.
    package init(wrong: UInt32 = 0, blocks: UInt32 = 0, blockedUntil: UnixTime? = nil) {
        self.wrong = wrong
        self.blocks = blocks
        self.blockedUntil = blockedUntil
    }

    /// The end of the block that holds at a moment, if one does.
    package func block(at time: UnixTime) -> UnixTime? {
        guard let end = self.blockedUntil, time < end else { return nil }
        return end
    }

    /// A try was wrong; the end of the block that this one brings, if it does.
    ///
    /// Nothing is tried during a block, so nothing is counted in one.
    mutating func failed(at time: UnixTime, _ throttle: AttemptThrottle) -> UnixTime? {
        if let end = self.blockedUntil, end + throttle.longestBlock <= time { self.blocks = 0 }
        self.wrong = self.wrong == UInt32.max ? self.wrong : self.wrong + 1
        guard self.wrong >= throttle.tries else { return nil }
        let end = time + throttle.block(after: self.blocks)
        self.wrong = 0
        self.blocks = self.blocks == UInt32.max ? self.blocks : self.blocks + 1
        self.blockedUntil = end
        return end
    }

    /// A try was right: the row of wrong ones ends.
    mutating func succeeded() {
        self.wrong = 0
    }

    /// What is stronger than one right try ends the block too; the next will be as long as it would have been.
    mutating func lift(at time: UnixTime) {
        self.wrong = 0
        // Not nil: the length of the blocks begins anew when the longest has passed since.
        self.blockedUntil = self.blockedUntil.map { min($0, time) }
    }

    /// Cuts a block that cannot be real, ``UnixTime/cut(at:longest:)``.
    mutating func cut(at time: UnixTime, _ throttle: AttemptThrottle) {
        self.blockedUntil = self.blockedUntil?.cut(at: time, longest: throttle.longestBlock)
    }
}
