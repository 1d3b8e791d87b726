/// How many wrong tries in a row are forgiven, and how long the block is that the last of them brings: RFC 4226's *T*,
/// section 7.3.
///
/// Every block is twice as long as the one before, up to the longest. The length begins anew only after a time as long as
/// the longest block without one: a right try in between ends the row of wrong ones, but does not make blocks short again,
/// or a guesser's rate would grow with the holder's use of the device.
package struct AttemptThrottle: Equatable, Sendable {
    /// The wrong try in a row that brings a block.
    package let tries: UInt32

    package let firstBlock: Milliseconds
    package let longestBlock: Milliseconds

    /// Nil if not a single try is allowed, a block has no length, or the longest is shorter than the first.
    package init?(tries: UInt32, firstBlock: Milliseconds, longestBlock: Milliseconds) {
        guard tries > 0, firstBlock > .zero, firstBlock <= longestBlock else { return nil }
        self.init(uncheckedTries: tries, firstBlock: firstBlock, longestBlock: longestBlock)
    }

    init(uncheckedTries tries: UInt32, firstBlock: Milliseconds, longestBlock: Milliseconds) {
        self.tries = tries
        self.firstBlock = firstBlock
        self.longestBlock = longestBlock
    }

    /// The most wrong tries there can be in a time in which none is right: what a guesser gets.
    package func tries(in period: Milliseconds) -> UInt64 {
        var total: UInt64 = 0
        var blocks: UInt32 = 0
        var time = Milliseconds.zero
        while time <= period {
            total += UInt64(self.tries)
            time = time + self.block(after: blocks)
            blocks += 1
        }
        return total
    }

    /// How long the next block is, after so many.
    func block(after blocks: UInt32) -> Milliseconds {
        var length = self.firstBlock
        for _ in 0..<min(blocks, 63) {
            guard length < self.longestBlock else { break }
            length = length + length
        }
        return min(length, self.longestBlock)
    }
}
