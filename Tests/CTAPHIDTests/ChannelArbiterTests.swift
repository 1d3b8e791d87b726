import CTAPHID
import Testing

/// The token's end of CTAPHID, told as what applications send and what comes of it.
struct ChannelArbiterTests {
    // MARK: Channels

    @Test func everyApplicationGetsAChannelOfItsOwn() {
        var host = Host()
        for number: UInt8 in 1...3 {
            let answer = Host.nonce + [0, 0, 0, number, 2, 5, 1, 2, 0x05]
            #expect(
                host.sends(.initialize, Host.nonce, on: .broadcast)
                    == .answers(.initialize, answer, on: .broadcast)
            )
        }
    }

    @Test func initOnAChannelKeepsIt() {
        var host = Host()
        let channel = host.openChannel()
        let answer = Host.nonce + channel.bytes + [2, 5, 1, 2, 0x05]
        #expect(
            host.sends(.initialize, Host.nonce, on: channel) == .answers(.initialize, answer, on: channel)
        )
        #expect(host.sends(.ping, [1], on: channel) == .answers(.ping, [1], on: channel))
    }

    @Test(arguments: [0, 2, 0x7FFF_FFFF, 0xFFFF_FFFE] as [UInt32])
    func aChannelThatWasNotHandedOutIsRefused(_ number: UInt32) {
        var host = Host()
        _ = host.openChannel()
        let stranger = ChannelID(rawValue: number)
        #expect(host.sends(.ping, [1], on: stranger) == .refuses(.invalidChannel, on: stranger))
        #expect(host.sends(.initialize, Host.nonce, on: stranger) == .refuses(.invalidChannel, on: stranger))
        #expect(host.sends(.cancel, on: stranger) == .none)
    }

    @Test func theBroadcastChannelIsForInitOnly() {
        var host = Host()
        #expect(host.sends(.ping, [1], on: .broadcast) == .refuses(.invalidChannel, on: .broadcast))
        #expect(host.sends(.cbor, [4], on: .broadcast) == .refuses(.invalidChannel, on: .broadcast))
    }

    @Test(arguments: [0, 7, 9, 57])
    func initTakesANonceOfEightBytes(_ byteCount: Int) {
        var host = Host()
        let payload = [UInt8](repeating: 1, count: byteCount)
        #expect(host.sends(.initialize, payload, on: .broadcast) == .refuses(.invalidLength, on: .broadcast))
    }

    // MARK: Messages

    @Test func theLongestPingComesBackByteForByte() {
        var host = Host()
        let channel = host.openChannel()
        var random = SplitMix64(seed: 5)
        let payload = random.bytes(7609)
        #expect(host.sends(.ping, payload, on: channel) == .answers(.ping, payload, on: channel))
    }

    @Test func aThousandPingsComeBackByteForByte() {
        var host = Host()
        let channels = (0..<4).map { _ in host.openChannel() }
        var random = SplitMix64(seed: 6)
        for turn in 0..<1_000 {
            let channel = channels[turn % 4]
            let payload = random.bytes(Int.random(in: 0...7609, using: &random))
            #expect(host.sends(.ping, payload, on: channel) == .answers(.ping, payload, on: channel))
        }
    }

    @Test func channelsThatInterleaveGetTheirOwnBytesOrAreToldToWait() {
        var host = Host()
        let (mine, other) = (host.openChannel(), host.openChannel())
        var random = SplitMix64(seed: 7)
        let payload = random.bytes(1_000)
        let ours = Host.packets(.ping, payload, on: mine)
        let theirs = Host.packets(.ping, random.bytes(1_000), on: other)
        for (index, packet) in ours.enumerated() {
            // The other application sends in between: it is told that it must wait, its continuations fall to the floor.
            let isFirst = index == 1
            if index > 0 {
                #expect(
                    host.sends(theirs[index - 1]) == (isFirst ? .refuses(.channelBusy, on: other) : .none)
                )
            }
            let isLast = index == ours.count - 1
            #expect(host.sends(packet) == (isLast ? .answers(.ping, payload, on: mine) : .none))
        }
        #expect(host.sends(.ping, [1], on: other) == .answers(.ping, [1], on: other))
    }

    @Test func paddingIsNotPartOfAMessage() {
        var host = Host()
        let channel = host.openChannel()
        let packet = Packet(
            channel: channel,
            kind: .initialization(.ping, byteCount: 2),
            data: [1, 2, 0xEE, 0xEE, 0xEE]
        )
        #expect(host.sends(packet) == .answers(.ping, [1, 2], on: channel))
    }

    @Test func aRequestForTheAuthenticatorIsCarriedOutAndAnswered() throws {
        var host = Host()
        let channel = host.openChannel()
        #expect(host.sends(.cbor, [4], on: channel) == .carriesOut(.cbor, [4], on: channel))
        #expect(host.arbiter.servedChannel == channel)
        let answer = try Message(channel: channel, command: .cbor, payload: [0, 0xA0])
        #expect(host.arbiter.replied([0, 0xA0]) == answer)
        #expect(host.arbiter.servedChannel == nil)
        #expect(host.arbiter.replied([0, 0xA0]) == nil)
        let version: [UInt8] = [0, 3, 0, 0, 0, 0, 0]
        #expect(host.sends(.msg, version, on: channel) == .carriesOut(.msg, version, on: channel))
        #expect(host.arbiter.failed(.other) == .error(.other, on: channel))
    }

    @Test func anAnswerThatNoMessageCanHoldBecomesAnError() {
        var host = Host()
        let channel = host.openChannel()
        #expect(host.sends(.cbor, [4], on: channel) == .carriesOut(.cbor, [4], on: channel))
        #expect(host.arbiter.replied([UInt8](repeating: 0, count: 7610)) == .error(.other, on: channel))
    }

    @Test(arguments: [0x00, 0x02, 0x05, 0x12, 0x3B, 0x3F, 0x40, 0x7F] as [UInt8])
    func anUnknownCommandIsRefused(_ code: UInt8) {
        var host = Host()
        let channel = host.openChannel()
        #expect(host.sends(Command(rawValue: code), [1], on: channel) == .refuses(.invalidCommand, on: channel))
    }

    @Test func aTokenTakesOnlyWhatItSaysItCan() {
        var u2fOnly = Host(capabilities: [])
        let first = u2fOnly.openChannel()
        #expect(u2fOnly.sends(.cbor, [4], on: first) == .refuses(.invalidCommand, on: first))
        #expect(u2fOnly.sends(.wink, on: first) == .refuses(.invalidCommand, on: first))
        #expect(u2fOnly.sends(.msg, [0, 3, 0, 0], on: first) == .carriesOut(.msg, [0, 3, 0, 0], on: first))
        var ctap2Only = Host(capabilities: [.cbor, .nmsg])
        let second = ctap2Only.openChannel()
        #expect(ctap2Only.sends(.msg, [0, 3, 0, 0], on: second) == .refuses(.invalidCommand, on: second))
        #expect(ctap2Only.sends(.cbor, [4], on: second) == .carriesOut(.cbor, [4], on: second))
    }

    @Test func lengthsThatDoNotFitTheCommandAreRefused() {
        var host = Host()
        let channel = host.openChannel()
        #expect(host.sends(.cbor, on: channel) == .refuses(.invalidLength, on: channel))
        #expect(host.sends(.msg, [0, 3, 0], on: channel) == .refuses(.invalidLength, on: channel))
        #expect(host.sends(.wink, [1], on: channel) == .refuses(.invalidLength, on: channel))
        #expect(host.sends(.lock, on: channel) == .refuses(.invalidLength, on: channel))
        let tooLong = Packet(channel: channel, kind: .initialization(.ping, byteCount: 7610), data: [])
        #expect(host.sends(tooLong) == .refuses(.invalidLength, on: channel))
        let far = Packet(channel: channel, kind: .initialization(.cbor, byteCount: .max), data: [])
        #expect(host.sends(far) == .refuses(.invalidLength, on: channel))
    }

    @Test func winkBlinksAndAnswers() throws {
        var host = Host()
        let channel = host.openChannel()
        let answer = try Message(channel: channel, command: .wink, payload: [])
        #expect(host.sends(.wink, on: channel) == .wink(answer))
    }

    // MARK: Sequence

    @Test func aContinuationWithoutABeginningIsIgnored() {
        var host = Host()
        let channel = host.openChannel()
        let packet = Packet(channel: channel, kind: .continuation(sequence: 0), data: [1])
        #expect(host.sends(packet) == .none)
        #expect(host.sends(.ping, [1], on: channel) == .answers(.ping, [1], on: channel))
        #expect(host.sends(packet) == .none)
    }

    @Test(arguments: [1, 2, 0x7F] as [UInt8])
    func aContinuationOutOfOrderDropsTheMessage(_ sequence: UInt8) {
        var host = Host()
        let channel = host.openChannel()
        let packets = Host.packets(.ping, Array(0..<200), on: channel)
        #expect(host.sends(packets[0]) == .none)
        let wrong = Packet(channel: channel, kind: .continuation(sequence: sequence), data: [1])
        #expect(host.sends(wrong) == .refuses(.invalidSequence, on: channel))
        #expect(host.sends(packets[1]) == .none)
        #expect(host.sends(.ping, [1], on: channel) == .answers(.ping, [1], on: channel))
    }

    @Test func aSecondBeginningInTheMiddleDropsTheMessage() {
        var host = Host()
        let channel = host.openChannel()
        let packets = Host.packets(.ping, Array(0..<200), on: channel)
        #expect(host.sends(packets[0]) == .none)
        #expect(host.sends(packets[0]) == .refuses(.invalidSequence, on: channel))
        #expect(host.sends(.ping, [1], on: channel) == .answers(.ping, [1], on: channel))
    }

    // MARK: Time

    @Test func aMessageThatStopsComingIsGivenUp() {
        var host = Host()
        let channel = host.openChannel()
        let packets = Host.packets(.ping, Array(0..<200), on: channel)
        #expect(host.sends(packets[0], at: .seconds(1)) == .none)
        #expect(host.arbiter.nextWake == Uptime(milliseconds: 1_500))
        #expect(host.sends(packets[1], at: Uptime(milliseconds: 1_400)) == .none)
        #expect(host.arbiter.nextWake == Uptime(milliseconds: 1_900))
        #expect(host.arbiter.timePassed(to: Uptime(milliseconds: 1_899)) == .none)
        #expect(
            host.arbiter.timePassed(to: Uptime(milliseconds: 1_900)) == .refuses(.messageTimeout, on: channel)
        )
        #expect(host.arbiter.nextWake == nil)
        #expect(host.arbiter.timePassed(to: .seconds(9)) == .none)
        #expect(host.sends(packets[2], at: .seconds(9)) == .none)
    }

    @Test func aPacketThatComesTooLateIsToldSo() {
        var host = Host()
        let channel = host.openChannel()
        let packets = Host.packets(.ping, Array(0..<200), on: channel)
        #expect(host.sends(packets[0]) == .none)
        #expect(host.sends(packets[1], at: .seconds(5)) == .refuses(.messageTimeout, on: channel))
        #expect(host.sends(packets[0], at: .seconds(5)) == .none)
        #expect(host.sends(.ping, [1], on: channel, at: .seconds(9)) == .answers(.ping, [1], on: channel))
    }

    // MARK: One transaction at a time

    @Test func otherChannelsWaitWhileARequestIsCarriedOut() {
        var host = Host()
        let (mine, other) = (host.openChannel(), host.openChannel())
        #expect(host.sends(.cbor, [4], on: mine) == .carriesOut(.cbor, [4], on: mine))
        #expect(host.sends(.cbor, [4], on: other) == .refuses(.channelBusy, on: other))
        #expect(host.sends(.ping, [4], on: other) == .refuses(.channelBusy, on: other))
        #expect(host.sends(.initialize, Host.nonce, on: other) == .refuses(.channelBusy, on: other))
        #expect(host.sends(.ping, [4], on: mine) == .refuses(.channelBusy, on: mine))
        #expect(host.arbiter.replied([0]) != nil)
        #expect(host.sends(.cbor, [4], on: other) == .carriesOut(.cbor, [4], on: other))
    }

    @Test func aChannelIsHandedOutWhileARequestIsCarriedOut() throws {
        var host = Host()
        let mine = host.openChannel()
        #expect(host.sends(.cbor, [1], on: mine) == .carriesOut(.cbor, [1], on: mine))
        let answer = Host.nonce + [0, 0, 0, 2, 2, 5, 1, 2, 0x05]
        #expect(
            host.sends(.initialize, Host.nonce, on: .broadcast) == .answers(.initialize, answer, on: .broadcast)
        )
        #expect(host.arbiter.servedChannel == mine)
        #expect(host.arbiter.replied([0]) == (try Message(channel: mine, command: .cbor, payload: [0])))
    }

    @Test func initInTheMiddleOfAMessageBeginsAnew() {
        var host = Host()
        let channel = host.openChannel()
        let packets = Host.packets(.ping, Array(0..<200), on: channel)
        #expect(host.sends(packets[0]) == .none)
        let answer = Host.nonce + channel.bytes + [2, 5, 1, 2, 0x05]
        #expect(
            host.sends(.initialize, Host.nonce, on: channel) == .answers(.initialize, answer, on: channel)
        )
        #expect(host.arbiter.nextWake == nil)
        #expect(host.sends(packets[1]) == .none)
    }

    @Test func initWhileARequestIsCarriedOutDropsIt() throws {
        var host = Host()
        let channel = host.openChannel()
        #expect(host.sends(.cbor, [1], on: channel) == .carriesOut(.cbor, [1], on: channel))
        let answer = Host.nonce + channel.bytes + [2, 5, 1, 2, 0x05]
        #expect(
            host.sends(.initialize, Host.nonce, on: channel)
                == .abort(try Message(channel: channel, command: .initialize, payload: answer))
        )
        #expect(host.arbiter.replied([0]) == nil)
        #expect(host.sends(.ping, [1], on: channel) == .answers(.ping, [1], on: channel))
    }

    // MARK: Cancel and keepalive

    @Test func cancelReachesTheCTAP2RequestOfItsChannelAlone() {
        var host = Host()
        let (mine, other) = (host.openChannel(), host.openChannel())
        #expect(host.sends(.cancel, on: mine) == .none)
        #expect(host.sends(.cbor, [1], on: mine) == .carriesOut(.cbor, [1], on: mine))
        #expect(host.sends(.cancel, on: other) == .none)
        #expect(host.sends(.cancel, [1], on: mine) == .none)
        #expect(host.sends(.cancel, on: mine) == .cancel)
        #expect(host.arbiter.replied([0x2D]) != nil)
        #expect(host.sends(.msg, [0, 3, 0, 0], on: mine) == .carriesOut(.msg, [0, 3, 0, 0], on: mine))
        #expect(host.sends(.cancel, on: mine) == .none)
    }

    @Test func cancelInTheMiddleOfAMessageChangesNothing() {
        var host = Host()
        let channel = host.openChannel()
        let payload = [UInt8](0..<200)
        for packet in Host.packets(.ping, payload, on: channel).dropLast() {
            #expect(host.sends(packet) == .none)
            #expect(host.sends(.cancel, on: channel) == .none)
        }
        let last = Host.packets(.ping, payload, on: channel).last
        #expect(last.map { host.sends($0) } == .answers(.ping, payload, on: channel))
    }

    @Test func keepalivesAreForCTAP2() throws {
        var host = Host()
        let channel = host.openChannel()
        #expect(host.arbiter.keepalive(.processing) == nil)
        #expect(host.sends(.cbor, [1], on: channel) == .carriesOut(.cbor, [1], on: channel))
        #expect(
            host.arbiter.keepalive(.userPresenceNeeded)
                == (try Message(channel: channel, command: .keepalive, payload: [2]))
        )
        #expect(host.arbiter.replied([0]) != nil)
        #expect(host.sends(.msg, [0, 3, 0, 0], on: channel) == .carriesOut(.msg, [0, 3, 0, 0], on: channel))
        #expect(host.arbiter.keepalive(.processing) == nil)
    }

    // MARK: Lock

    @Test func aLockKeepsOthersOutUntilItsEnd() {
        var host = Host()
        let (mine, other) = (host.openChannel(), host.openChannel())
        #expect(host.sends(.lock, [3], on: mine) == .answers(.lock, [], on: mine))
        let justBefore = Uptime(milliseconds: 2_999)
        #expect(host.sends(.ping, [1], on: other, at: justBefore) == .refuses(.channelBusy, on: other))
        #expect(host.sends(.lock, [1], on: other, at: justBefore) == .refuses(.channelBusy, on: other))
        #expect(host.sends(.ping, [1], on: mine, at: justBefore) == .answers(.ping, [1], on: mine))
        #expect(host.sends(.ping, [1], on: other, at: .seconds(3)) == .answers(.ping, [1], on: other))
    }

    @Test func aLockOfZeroEndsIt() {
        var host = Host()
        let (mine, other) = (host.openChannel(), host.openChannel())
        #expect(host.sends(.lock, [10], on: mine) == .answers(.lock, [], on: mine))
        #expect(host.sends(.lock, [0], on: mine) == .answers(.lock, [], on: mine))
        #expect(host.sends(.ping, [1], on: other) == .answers(.ping, [1], on: other))
    }

    @Test func aLockOfMoreThanTenSecondsIsRefused() {
        var host = Host()
        let channel = host.openChannel()
        #expect(host.sends(.lock, [11], on: channel) == .refuses(.invalidParameter, on: channel))
        #expect(host.sends(.lock, [255], on: channel) == .refuses(.invalidParameter, on: channel))
    }

    @Test func channelsAreHandedOutUnderALock() {
        var host = Host()
        let mine = host.openChannel()
        #expect(host.sends(.lock, [10], on: mine) == .answers(.lock, [], on: mine))
        let answer = Host.nonce + [0, 0, 0, 2, 2, 5, 1, 2, 0x05]
        #expect(
            host.sends(.initialize, Host.nonce, on: .broadcast) == .answers(.initialize, answer, on: .broadcast)
        )
    }

    // MARK: Anything at all

    @Test func whateverComesTheNextApplicationIsServed() {
        var random = SplitMix64(seed: 8)
        var host = Host()
        let channels = (0..<3).map { _ in host.openChannel() }
        for round in 0..<200 {
            for _ in 0..<20 {
                var bytes = random.bytes(64)
                bytes.replaceSubrange(0..<4, with: [0, 0, 0, UInt8.random(in: 0...4, using: &random)])
                guard let packet = try? Packet(parsing: bytes) else { continue }
                _ = host.sends(packet, at: .seconds(UInt64(round) * 100))
            }
            // Its INIT drops what is under way on its own channel; others' requests end by their own time.
            let later = Uptime.seconds(UInt64(round) * 100 + 50)
            _ = host.arbiter.timePassed(to: later)
            _ = host.arbiter.failed(.other)
            let channel = channels[round % 3]
            #expect(host.sends(.ping, [1], on: channel, at: later) == .answers(.ping, [1], on: channel))
        }
    }
}
