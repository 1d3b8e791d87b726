import CTAPHID
import Testing

/// INIT from the host's side, CTAP 2.1, section 11.2.9.1.3.
struct ChannelRequestTests {
    private static let nonce: UInt64 = 0x0102_0304_0506_0708
    private static let start = Uptime.seconds(1)

    private func packets(
        _ payload: [UInt8],
        _ command: Command = .initialize,
        on channel: ChannelID = .broadcast,
        size: ReportSize = .standard
    ) throws -> [Packet] {
        try Message(channel: channel, command: command, payload: payload, size: size).packets(of: size)
    }

    private let rest: [UInt8] = [2, 5, 1, 2, 0x05]

    private func step(
        _ packets: [Packet],
        on channel: ChannelID = .broadcast
    ) -> ChannelRequest.Step? {
        var request = ChannelRequest(nonce: Self.nonce, on: channel, startedAt: Self.start)
        return packets.map { request.packetReceived($0, at: Self.start) }.last
    }

    private func later(_ milliseconds: UInt64) -> Uptime {
        Self.start.advanced(byMilliseconds: milliseconds)
    }

    @Test func aTokenHandsOutChannels() throws {
        var wire = HostWire(Host())
        for number: UInt32 in 1...3 {
            var request = ChannelRequest(nonce: Self.nonce &+ UInt64(number), startedAt: wire.now)
            guard case .answered(let opened)? = wire.run(&request) else {
                Issue.record("no channel was opened")
                return
            }
            #expect(opened.channel == ChannelID(rawValue: number))
            #expect(opened.protocolVersion == 2)
            #expect(opened.information == wire.host.arbiter.information)
            #expect(opened.trailingBytes == [])
        }
        // INIT on a channel keeps it and drops its request.
        let channel = ChannelID(rawValue: 2)
        #expect(wire.host.sends(.cbor, [1], on: channel) == .carriesOut(.cbor, [1], on: channel))
        var reset = ChannelRequest(nonce: Self.nonce, on: channel, startedAt: wire.now)
        guard case .answered(let opened)? = wire.run(&reset) else {
            Issue.record("the channel was not set back")
            return
        }
        #expect(opened.channel == channel)
        #expect(wire.host.arbiter.servedChannel == nil)
    }

    @Test func answersToOthersAreSkipped() throws {
        var request = ChannelRequest(nonce: Self.nonce, startedAt: Self.start)
        #expect(request.packets.map(\.bytes.count) == [64])
        #expect(request.packets.first?.data.prefix(8) == [1, 2, 3, 4, 5, 6, 7, 8])
        let foreign = try self.packets([9, 2, 3, 4, 5, 6, 7, 8] + [0, 0, 0, 1] + self.rest)
        let other = try self.packets([0], .cbor, on: ChannelID(rawValue: 7))
        for packet in foreign + other + foreign {
            #expect(request.packetReceived(packet, at: self.later(100)) == .wait(until: self.later(500)))
        }
        #expect(request.foreignPacketCount == 3)
        var mine = request
        let answer = try self.packets(Host.nonce + [0, 0, 0, 5] + self.rest + [0xAA])
        guard case .answered(let opened) = mine.packetReceived(answer[0], at: self.later(400)) else {
            Issue.record("the answer was not taken")
            return
        }
        #expect(opened.channel == ChannelID(rawValue: 5))
        #expect(opened.trailingBytes == [0xAA])
        #expect(opened.information.version == DeviceVersion(major: 5, minor: 1, build: 2))
        // Others' answers do not make it wait any longer.
        #expect(request.timePassed(to: self.later(500)) == .violated(.packetLimit))
    }

    @Test func anAnswerThatMakesNoSenseIsAViolation() throws {
        let channel = ChannelID(rawValue: 3)
        #expect(try self.step(self.packets([1])) == .violated(.wrongLength(.initialize, byteCount: 1)))
        #expect(
            try self.step(self.packets(Host.nonce + [0, 0, 0, 1, 2, 5, 1, 2]))
                == .violated(.wrongLength(.initialize, byteCount: 16))
        )
        for number: [UInt8] in [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF]] {
            let named = ChannelID(bytes: (number[0], number[1], number[2], number[3]))
            #expect(try self.step(self.packets(Host.nonce + number + self.rest)) == .violated(.wrongChannel(named)))
        }
        #expect(
            try self.step(self.packets(Host.nonce + [0, 0, 0, 4] + self.rest, on: channel), on: channel)
                == .violated(.wrongChannel(ChannelID(rawValue: 4)))
        )
        #expect(try self.step(self.packets([0x7F], .error)) == .refused(.other))
    }

    @Test("what is left of the last request is skipped on a channel that is set back")
    func leftovers() throws {
        let channel = ChannelID(rawValue: 3)
        var request = ChannelRequest(nonce: Self.nonce, on: channel, startedAt: Self.start)
        var leftovers = try self.packets([UInt8](repeating: 7, count: 300), .cbor, on: channel)
        leftovers += try self.packets([1], .keepalive, on: channel)
        for packet in leftovers.dropFirst() {
            #expect(!request.packetReceived(packet, at: Self.start).isFinal)
        }
        let answer = try self.packets(Host.nonce + channel.bytes + self.rest, on: channel)
        #expect(answer.map { request.packetReceived($0, at: Self.start).isFinal } == [true])
        #expect(request.foreignPacketCount == leftovers.count - 1)
    }

    @Test func aBusyTokenIsAskedAgain() throws {
        var request = ChannelRequest(nonce: Self.nonce, startedAt: Self.start)
        let busy = try self.packets([6], .error)[0]
        #expect(request.packetReceived(busy, at: Self.start) == .wait(until: self.later(100)))
        #expect(request.timePassed(to: self.later(100)) == .send(request.packets))
        #expect(request.packetReceived(busy, at: self.later(2_950)) == .violated(.packetLimit))
        var patient = ChannelRequest(nonce: Self.nonce, startedAt: Self.start, limits: HostLimits(packet: 5_000))
        #expect(patient.packetReceived(busy, at: self.later(2_950)) == .refused(.channelBusy))
    }

    @Test("small reports need several packets for it", arguments: [8, 12, 16, 23, 24])
    func smallReports(_ byteCount: Int) throws {
        let size = try #require(ReportSize(byteCount: byteCount))
        let reports = ReportSizes(input: size, output: size)
        var request = ChannelRequest(nonce: Self.nonce, startedAt: Self.start, reports: reports)
        #expect(request.packets.flatMap(\.data).prefix(8) == Host.nonce[...])
        // The end of somebody else's answer, then a whole one of theirs, then ours.
        var answers = try self.packets([9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 1] + self.rest, size: size)
        answers = answers.dropFirst() + answers
        answers += try self.packets(Host.nonce + [0, 0, 0, 2] + self.rest, size: size)
        let steps = answers.map { request.reportReceived($0.bytes, at: Self.start) }
        #expect(steps.dropLast().allSatisfy { !$0.isFinal })
        guard case .answered(let opened)? = steps.last else {
            Issue.record("no channel was opened")
            return
        }
        #expect(opened.channel == ChannelID(rawValue: 2))
    }
}
