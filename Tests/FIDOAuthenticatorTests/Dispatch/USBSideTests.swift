import CTAPHID
import FIDOAuthenticator
import ISO7816
import Testing

/// The chip at a USB port: keepalives, cancelling, one request at a time, and being pulled out.
struct USBSideTests {
    private let selection: [UInt8] = [0x0B]

    @Test func aWaitingHostIsToldEveryTenthOfASecond() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        try chip.send(.cbor, self.selection, on: channel)
        let keepalive = ChipEffect.send(.keepalive(.userPresenceNeeded, on: channel))
        #expect(chip.takeEffects() == [.awaitUserPresence, keepalive])
        chip.pass(milliseconds: 99)
        #expect(chip.takeEffects() == [])
        chip.pass(milliseconds: 1)
        #expect(chip.takeEffects() == [keepalive])
        chip.pass(milliseconds: 1_000)
        #expect(chip.takeEffects() == [ChipEffect](repeating: keepalive, count: 10))
        chip.touch()
        #expect(chip.takeEffects() == [.send(try Message(channel: channel, command: .cbor, payload: [0x00]))])
        chip.pass(milliseconds: 1_000)
        #expect(chip.takeEffects() == [])
        #expect(chip.chip.nextWake == nil)
    }

    @Test func aUserWhoDoesNotComeIsWaitedForHalfAMinute() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        try chip.send(.cbor, self.selection, on: channel)
        chip.pass(milliseconds: 30_000)
        let last = try #require(chip.takeEffects().last?.message)
        #expect(last == (try Message(channel: channel, command: .cbor, payload: [0x2F])))
    }

    @Test func aUserWhoSaysNoEndsIt() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        try chip.send(.cbor, self.selection, on: channel)
        _ = chip.takeEffects()
        chip.perform(chip.chip.userPresenceRefused(at: chip.now))
        #expect(chip.takeEffects().map(\.message?.payload) == [[0x27]])
    }

    @Test func cancelEndsTheWait() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        let other = try chip.openChannel()
        try chip.send(.cbor, self.selection, on: channel)
        _ = chip.takeEffects()
        try chip.send(.cancel, on: other)
        #expect(chip.takeEffects() == [])
        try chip.send(.cancel, on: channel)
        #expect(chip.takeEffects() == [.send(try Message(channel: channel, command: .cbor, payload: [0x2D]))])
    }

    @Test func othersAreToldThatItIsBusy() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        let other = try chip.openChannel()
        try chip.send(.cbor, self.selection, on: channel)
        _ = chip.takeEffects()
        try chip.send(.cbor, self.selection, on: other)
        #expect(chip.takeEffects() == [.send(.error(.channelBusy, on: other))])
        chip.touch()
        #expect(chip.takeEffects().map(\.message?.channel) == [channel])
    }

    @Test func initDropsTheRequestWithoutAWord() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        try chip.send(.cbor, self.selection, on: channel)
        _ = chip.takeEffects()
        try chip.send(.initialize, [8, 7, 6, 5, 4, 3, 2, 1], on: channel)
        #expect(chip.takeEffects().map(\.message?.command) == [.initialize])
        chip.touch()
        chip.pass(milliseconds: 60_000)
        #expect(chip.takeEffects() == [])
        try chip.send(.cbor, self.selection, on: channel)
        #expect(chip.takeEffects().first == .awaitUserPresence)
    }

    @Test func anUnfinishedMessageIsGivenUp() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        let packets = try Message(channel: channel, command: .ping, payload: Array(0..<100)).packets
        chip.perform(chip.chip.reportReceived(packets[0].bytes, at: chip.now))
        chip.pass(milliseconds: 500)
        #expect(chip.takeEffects() == [.send(.error(.messageTimeout, on: channel))])
    }

    @Test func winkBlinks() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        try chip.send(.wink, on: channel)
        #expect(chip.takeEffects() == [.wink, .send(try Message(channel: channel, command: .wink, payload: []))])
    }

    @Test func itSaysWhatItCanDo() throws {
        var full = try PluggedChip(.full)
        _ = try full.plugIn()
        #expect(full.chip.information.capabilities == [.wink, .cbor])
        var old = try PluggedChip(.u2fOnly)
        let channel = try old.plugIn()
        #expect(old.chip.information.capabilities == [.wink])
        try old.send(.cbor, [0x04], on: channel)
        #expect(old.takeEffects() == [.send(.error(.invalidCommand, on: channel))])
    }

    @Test func pulledOutInTheMiddleItIsNewWhenItComesBack() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        try chip.send(.cbor, self.selection, on: channel)
        _ = chip.takeEffects()
        chip.chip.pulledOut(at: chip.now)
        chip.touch()
        chip.pass(milliseconds: 60_000)
        #expect(chip.takeEffects() == [])
        try chip.send(.cbor, self.selection, on: channel)
        #expect(chip.takeEffects() == [])
        let again = try chip.plugIn()
        try chip.send(.cbor, self.selection, on: again)
        chip.touch()
        #expect(chip.takeEffects().last?.message?.payload == [0x00])
    }

    @Test func reportsOfAnotherLengthAreNone() throws {
        var chip = try PluggedChip()
        _ = try chip.plugIn()
        for count in [0, 63, 65] {
            chip.perform(chip.chip.reportReceived([UInt8](repeating: 0xFF, count: count), at: chip.now))
        }
        #expect(chip.takeEffects() == [])
    }
}
