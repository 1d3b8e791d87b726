import ISO7816
import Testing

/// Command chaining, ISO 7816-4:2020, section 5.3.3.
struct CommandChainTests {
    private func part(_ data: [UInt8], isLast: Bool = false, ins: UInt8 = 0x10) -> CommandAPDU {
        CommandAPDU(cla: isLast ? 0x80 : 0x90, ins: ins, p1: 0, p2: 0, data: data, expectedLength: isLast ? 256 : nil)
    }

    @Test func aCommandInOnePieceGoesThrough() {
        var chain = CommandChain()
        let command = self.part([1], isLast: true)
        #expect(chain.received(command) == .complete(command))
        #expect(!chain.isPending)
    }

    @Test func partsAreJoinedInTheirOrder() {
        var chain = CommandChain()
        #expect(chain.received(self.part([1, 2])) == .acknowledged)
        #expect(chain.received(self.part([])) == .acknowledged)
        #expect(chain.received(self.part([3])) == .acknowledged)
        #expect(chain.isPending)
        #expect(chain.received(self.part([4], isLast: true)) == .complete(self.part([1, 2, 3, 4], isLast: true)))
        #expect(!chain.isPending)
    }

    @Test func anotherCommandInBetweenBreaksTheChain() {
        var chain = CommandChain()
        #expect(chain.received(self.part([1])) == .acknowledged)
        let other = self.part([9], isLast: true, ins: 0x11)
        #expect(chain.received(other) == .refused(.lastCommandOfChainExpected))
        #expect(chain.received(other) == .complete(other))
    }

    @Test func aChainThatIsTooLongIsRefused() {
        var chain = CommandChain(capacity: 4)
        #expect(chain.received(self.part([1, 2])) == .acknowledged)
        #expect(chain.received(self.part([3, 4])) == .acknowledged)
        #expect(chain.received(self.part([5])) == .refused(.wrongLength))
        #expect(chain.received(self.part([1, 2, 3, 4, 5])) == .refused(.wrongLength))
        #expect(!chain.isPending)
    }

    @Test func anAbandonedChainLeavesNothingBehind() {
        var chain = CommandChain()
        #expect(chain.received(self.part([1])) == .acknowledged)
        chain.abandon()
        #expect(chain.received(self.part([2], isLast: true)) == .complete(self.part([2], isLast: true)))
    }
}
