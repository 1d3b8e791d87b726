/// Commands that came in parts, put together: command chaining, ISO 7816-4:2020, section 5.3.3.
///
/// The parts share class (but for the chaining bit), instruction and parameters; the last one has the bit clear and says what
/// is expected in answer.
package struct CommandChain: Equatable, Sendable {
    /// Bit 5 of the class byte, set on each part but the last.
    package static let bit: UInt8 = 0x10

    /// The most data bytes that all parts may bring together.
    package let capacity: Int

    /// The parts so far; `nil` between chains.
    private var pending: CommandAPDU?

    /// A chain that holds no part yet.
    package init(capacity: Int = CommandAPDU.longestData) {
        self.capacity = capacity
    }

    /// Whether parts wait for their last.
    package var isPending: Bool {
        self.pending != nil
    }

    /// A command came: it is whole, a part to be acknowledged, or refused; a refusal drops the parts so far.
    package mutating func received(_ command: CommandAPDU) -> CommandChainStep {
        guard let pending = self.pending else { return self.begin(command) }
        self.pending = nil
        guard command.continues(pending) else { return .refused(.lastCommandOfChainExpected) }
        guard pending.data.count + command.data.count <= self.capacity else { return .refused(.wrongLength) }
        var joined = command
        joined.data = pending.data + command.data
        return self.begin(joined)
    }

    /// Drops the parts so far, as a selection or a reset does.
    package mutating func abandon() {
        self.pending = nil
    }

    private mutating func begin(_ command: CommandAPDU) -> CommandChainStep {
        guard command.data.count <= self.capacity else { return .refused(.wrongLength) }
        guard command.isChained else { return .complete(command) }
        self.pending = command
        return .acknowledged
    }
}

extension CommandAPDU {
    /// Whether this is a further part of a chained command.
    fileprivate func continues(_ earlier: CommandAPDU) -> Bool {
        self.cla | CommandChain.bit == earlier.cla | CommandChain.bit && self.ins == earlier.ins
            && self.p1 == earlier.p1 && self.p2 == earlier.p2
    }
}
