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

    @Test("how long the next packet may take is a value of the profile")
    func packetTimeout() throws {
        var profile = AuthenticatorProfile.full
        profile.packetTimeout = 2_000
        var chip = try PluggedChip(profile)
        let channel = try chip.plugIn()
        let packets = try Message(channel: channel, command: .ping, payload: Array(0..<100)).packets
        for pause: UInt64 in [1_999, 2_000] {
            chip.perform(chip.chip.reportReceived(packets[0].bytes, at: chip.now))
            chip.pass(milliseconds: pause)
            chip.perform(chip.chip.reportReceived(packets[1].bytes, at: chip.now))
            #expect(chip.takeEffects().map(\.message?.command) == [pause < 2_000 ? .ping : .error])
        }
    }

    @Test("a message that is given up was never taken")
    func requestsTaken() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        let other = try chip.openChannel()
        let request = try Message(channel: channel, command: .cbor, payload: [0x04] + [UInt8](repeating: 0, count: 150))
        let packets = request.packets
        // Late, out of order, refused because another one is under way.
        chip.perform(chip.chip.reportReceived(packets[0].bytes, at: chip.now))
        chip.pass(milliseconds: 500)
        chip.perform(chip.chip.reportReceived(packets[1].bytes, at: chip.now))
        chip.perform(chip.chip.reportReceived(packets[2].bytes, at: chip.now))
        chip.perform(chip.chip.reportReceived(packets[0].bytes, at: chip.now))
        chip.perform(chip.chip.reportReceived(packets[2].bytes, at: chip.now))
        chip.perform(chip.chip.reportReceived(packets[1].bytes, at: chip.now))
        try chip.send(.cbor, self.selection, on: channel)
        try chip.send(.cbor, [0x04], on: other)
        #expect(chip.requests == [.message(try Message(channel: channel, command: .cbor, payload: self.selection))])
        try chip.send(.cancel, on: other)
        try chip.send(.cancel, on: channel)
        try chip.send(.ping, [1], on: other)
        #expect(
            chip.requests.dropFirst() == [
                .message(try Message(channel: channel, command: .cancel, payload: [])),
                .message(try Message(channel: other, command: .ping, payload: [1])),
            ]
        )
    }

    @Test("U2F that alwaysUv has closed is told nowhere")
    func alwaysUv() throws {
        var chip = try PluggedChip()
        let channel = try chip.plugIn()
        func capabilities() throws -> Capabilities {
            try chip.send(.initialize, [1, 2, 3, 4, 5, 6, 7, 8], on: channel)
            let answer = try #require(chip.takeEffects().compactMap(\.message).last)
            return Capabilities(rawValue: answer.payload[16])
        }
        #expect(try capabilities() == [.wink, .cbor])
        for isClosed in [true, false] {
            try chip.send(.cbor, [0x0d, 0xa1, 0x01, 0x02], on: channel)
            #expect(chip.takeEffects().last?.message?.payload == [0x00])
            // At once, on channels that are open already.
            #expect(try capabilities() == (isClosed ? [.wink, .cbor, .nmsg] : [.wink, .cbor]))
            let version = CommandAPDU(cla: 0, ins: 3, p1: 0, p2: 0, expectedLength: 256)
            #expect(try chip.u2f(version, on: channel).statusWord == (isClosed ? .commandNotAllowed : .success))
            chip.perform(chip.chip.fieldEntered(at: chip.now))
            let selected = try chip.transmit(SelectCommand.command(.fido))
            #expect(selected.data == Array((isClosed ? "FIDO_2_0" : "U2F_V2").utf8))
            #expect(try chip.transmit(version).statusWord == (isClosed ? .commandNotAllowed : .success))
            chip.chip.fieldLost(at: chip.now)
        }
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
