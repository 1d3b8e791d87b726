import CTAPHID
import Testing

/// The host's end of CTAPHID: against the token's end in memory, and against tokens that break the rules.
struct HostTransactionTests {
    private static let channel = ChannelID(rawValue: 1)
    private static let start = Uptime.seconds(1)

    /// One byte below, on and above each border between two packets, and the longest.
    private static let lengths: [Int] = {
        let borders = (0...128).map { 57 + 59 * $0 }
        return [0, 1] + borders.flatMap { [$0 - 1, $0, $0 + 1] }.filter { $0 <= Message.longestPayload }
    }()

    private func payload(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ 7) }
    }

    private func transaction(
        _ command: Command = .cbor,
        _ payload: [UInt8] = [0x04],
        limits: HostLimits = HostLimits(),
        reports: ReportSizes = ReportSizes()
    ) throws -> HostTransaction {
        let request = try Message(channel: Self.channel, command: command, payload: payload, size: reports.output)
        return try HostTransaction(request, startedAt: Self.start, limits: limits, reports: reports)
    }

    private func packet(
        _ command: Command,
        _ data: [UInt8],
        byteCount: Int? = nil,
        on channel: ChannelID = channel
    ) -> Packet {
        let length = UInt16(truncatingIfNeeded: byteCount ?? data.count)
        return Packet(channel: channel, kind: .initialization(command, byteCount: length), data: data[...])
    }

    private func continuation(_ sequence: UInt8, on channel: ChannelID = channel) -> Packet {
        Packet(channel: channel, kind: .continuation(sequence: sequence), data: [1])
    }

    private func later(_ milliseconds: UInt64) -> Uptime {
        Self.start.advanced(byMilliseconds: milliseconds)
    }

    // MARK: Against the token's end

    @Test("messages of every length around the packets' borders come back", arguments: [Command.ping, .cbor])
    func everyLength(_ command: Command) throws {
        #expect(Self.lengths.last == 7_609)
        var host = Host()
        #expect(host.openChannel() == Self.channel)
        // CBOR's answer here is longer than its request by one byte.
        for length in Self.lengths where command == .ping || (1..<7_609).contains(length) {
            let payload = self.payload(length)
            var transaction = try self.transaction(command, payload)
            var wire = HostWire(host)
            wire.keepaliveCount = 2
            let answer = try Message(
                channel: Self.channel,
                command: command,
                payload: command == .ping ? payload : HostWire.answer(to: transaction.request)
            )
            #expect(wire.run(&transaction) == .answered(answer))
            #expect(transaction.keepaliveCount == (command == .ping ? 0 : 2))
        }
    }

    @Test("whatever happens to one packet, there is an end and no wrong answer", arguments: HostWire.Mishap.allCases)
    func everyMishap(_ mishap: HostWire.Mishap) throws {
        var host = Host()
        #expect(host.openChannel() == Self.channel)
        for length in [1, 56, 57, 58, 115, 116, 117, 118, 176, 600, 7_607, 7_608] {
            for command in [Command.ping, .cbor] {
                let fresh = try self.transaction(command, self.payload(length))
                let right = command == .ping ? fresh.request.payload : HostWire.answer(to: fresh.request)
                let answer = try Message(channel: Self.channel, command: command, payload: right)
                for isAnswer in [false, true] {
                    let count = isAnswer ? answer.packets.count : fresh.packets.count
                    // The long ones at both ends and every eleventh packet between them.
                    for index in 0..<count where count < 12 || index < 3 || index > count - 4 || index % 11 == 0 {
                        var transaction = fresh
                        let fault = HostWire.Fault(mishap: mishap, isAnswer: isAnswer, index: index)
                        var wire = HostWire(host, fault: fault)
                        let end = wire.run(&transaction)
                        let step = try #require(end, "it has an end")
                        if case .answered(let message) = step {
                            #expect(message == answer)
                        }
                        switch mishap {
                        case .lost:
                            #expect(step != .answered(answer), "\(fault) of \(length) bytes")
                        case .foreignBefore:
                            #expect(step == .answered(answer), "\(fault) of \(length) bytes")
                            // A token refuses a foreign message, and says nothing to a foreign continuation.
                            #expect((transaction.foreignPacketCount > 0) == (isAnswer || index == 0))
                        case .swapped:
                            #expect(step.isFinal)
                            #expect((step == .answered(answer)) == (index == count - 1), "\(fault) of \(length) bytes")
                        case .doubled:
                            #expect(step.isFinal)
                        }
                    }
                }
            }
        }
    }

    @Test("a busy token is asked again until it has time, or the limit is over")
    func busyToken() throws {
        var host = Host()
        let (mine, other) = (host.openChannel(), host.openChannel())
        #expect(host.sends(.lock, [1], on: other, at: Self.start) == .answers(.lock, [], on: other))
        var transaction = try self.transaction(.ping, self.payload(200))
        var wire = HostWire(host)
        #expect(mine == Self.channel)
        #expect(wire.run(&transaction) == .answered(transaction.request))
        #expect(transaction.busyCount == 10)
        #expect(host.sends(.lock, [9], on: other, at: Self.start) == .answers(.lock, [], on: other))
        var hopeless = try self.transaction(.ping, self.payload(200))
        wire = HostWire(host)
        #expect(wire.run(&hopeless) == .refused(.channelBusy))
        #expect(wire.now < self.later(3_000) && wire.now >= self.later(2_800))
    }

    @Test(
        "reports of other sizes carry messages up to what their sequence numbers allow",
        arguments: [8, 15, 16, 32, 63, 65, 512, 1_024]
    )
    func otherSizes(_ byteCount: Int) throws {
        let size = try #require(ReportSize(byteCount: byteCount))
        let reports = ReportSizes(input: size, output: size)
        for length in [0, 1, byteCount - 7, byteCount - 6, 2 * byteCount - 12, 2 * byteCount - 11, size.longestPayload]
        {
            let payload = self.payload(length)
            var transaction = try self.transaction(.ping, payload, reports: reports)
            #expect(transaction.packets.allSatisfy { $0.bytes.count == byteCount })
            #expect(transaction.packets.count <= 129)
            var steps: [HostTransaction.Step] = []
            for packet in transaction.packets {
                steps.append(transaction.reportReceived(packet.bytes, at: Self.start))
            }
            #expect(steps.last == .answered(transaction.request))
            #expect(steps.dropLast().allSatisfy { !$0.isFinal })
        }
        let tooLong = self.payload(size.longestPayload + 1)
        #expect(throws: MessageError.payloadTooLong(byteCount: tooLong.count)) {
            try self.transaction(.ping, tooLong, reports: reports)
        }
    }

    @Test("input and output reports may have sizes of their own; what is no report is a violation")
    func mixedSizes() throws {
        let (small, large) = (try #require(ReportSize(byteCount: 32)), try #require(ReportSize(byteCount: 128)))
        let reports = ReportSizes(input: large, output: small)
        var transaction = try self.transaction(.ping, self.payload(100), reports: reports)
        #expect(transaction.packets.count == 4)
        #expect(transaction.reportReceived([], at: Self.start) == .wait(until: self.later(500)))
        let answer = try transaction.request.packets(of: large)
        #expect(answer.count == 1)
        #expect(transaction.reportReceived(answer[0].bytes, at: Self.start) == .answered(transaction.request))
        var odd = try self.transaction()
        let fault = HostTransaction.Step.violated(.wrongReportSize(byteCount: 40))
        #expect(odd.reportReceived([UInt8](repeating: 0, count: 40), at: Self.start) == fault)
        #expect(odd.packetReceived(self.packet(.cbor, [0]), at: Self.start) == fault)
    }

    // MARK: Time

    @Test("each packet and each keepalive starts the packet limit again, nothing the whole limit")
    func limits() throws {
        var transaction = try self.transaction(limits: HostLimits(whole: 2_000))
        #expect(transaction.timePassed(to: self.later(499)) == .wait(until: self.later(500)))
        let keepalive = self.packet(.keepalive, [2])
        for time in stride(from: UInt64(400), through: 1_600, by: 400) {
            #expect(transaction.packetReceived(keepalive, at: self.later(time)) == .keepalive(.userPresenceNeeded))
            #expect(transaction.nextWake == self.later(min(time + 500, 2_000)))
        }
        #expect(
            transaction.packetReceived(self.packet(.cbor, [0], byteCount: 200), at: self.later(1_900))
                == .wait(until: self.later(2_000))
        )
        #expect(
            transaction.packetReceived(self.continuation(0), at: self.later(1_950)) == .wait(until: self.later(2_000))
        )
        #expect(transaction.packetReceived(self.continuation(1), at: self.later(2_000)) == .violated(.wholeLimit))
        #expect(transaction.nextWake == nil)
        var silent = try self.transaction()
        #expect(
            silent.packetReceived(self.packet(.cbor, [0], on: ChannelID(rawValue: 9)), at: self.later(400))
                == .wait(until: self.later(500))
        )
        #expect(silent.timePassed(to: self.later(500)) == .violated(.packetLimit))
        #expect(silent.packetReceived(self.packet(.cbor, [0]), at: self.later(501)) == .violated(.packetLimit))
    }

    // MARK: Tokens that break the rules

    @Test func aTokenThatBreaksTheRulesIsNamedForIt() throws {
        func fault(_ packets: Packet..., command: Command = .cbor) throws -> HostTransaction.Step? {
            var transaction = try self.transaction(command)
            return packets.map { transaction.packetReceived($0, at: Self.start) }.last
        }
        let begun = self.packet(.cbor, [0], byteCount: 200)
        #expect(try fault(self.continuation(0)) == .violated(.continuationWithoutBeginning(sequence: 0)))
        #expect(try fault(begun, self.continuation(1)) == .violated(.wrongSequence(1, expected: 0)))
        #expect(
            try fault(begun, self.continuation(0), self.continuation(0)) == .violated(.wrongSequence(0, expected: 1))
        )
        #expect(try fault(begun, begun) == .violated(.interrupted(by: .cbor)))
        #expect(try fault(begun, self.packet(.keepalive, [1])) == .violated(.interrupted(by: .keepalive)))
        #expect(try fault(self.packet(.msg, [0])) == .violated(.wrongCommand(.msg, expected: .cbor)))
        #expect(try fault(self.packet(.cancel, [])) == .violated(.wrongCommand(.cancel, expected: .cbor)))
        #expect(try fault(self.packet(.cbor, [], byteCount: 7_610)) == .violated(.wrongLength(.cbor, byteCount: 7_610)))
        #expect(try fault(self.packet(.error, [])) == .violated(.wrongLength(.error, byteCount: 0)))
        #expect(try fault(self.packet(.keepalive, [1, 2])) == .violated(.wrongLength(.keepalive, byteCount: 2)))
        #expect(try fault(self.packet(.error, [6]), self.packet(.cbor, [0])) == .violated(.unasked(.cbor)))
        #expect(try fault(self.packet(.error, [0x0B])) == .refused(.invalidChannel))
        #expect(try fault(self.packet(.error, [0x55])) == .refused(ErrorCode(rawValue: 0x55)))
    }

    // MARK: Cancel

    @Test func cancelGoesOutOnceAndTheAnswerIsAwaited() throws {
        var transaction = try self.transaction()
        let cancel = self.packet(.cancel, [])
        #expect(
            transaction.packetReceived(self.packet(.keepalive, [2]), at: self.later(100))
                == .keepalive(.userPresenceNeeded)
        )
        #expect(transaction.cancelled(at: self.later(200)) == .send([cancel]))
        #expect(transaction.cancelled(at: self.later(300)) == .wait(until: self.later(700)))
        #expect(
            transaction.packetReceived(self.packet(.keepalive, [2]), at: self.later(310))
                == .keepalive(.userPresenceNeeded)
        )
        let answer = try Message(channel: Self.channel, command: .cbor, payload: [0x2D])
        #expect(transaction.packetReceived(self.packet(.cbor, [0x2D]), at: self.later(400)) == .answered(answer))
        #expect(transaction.cancelled(at: self.later(500)) == .answered(answer))
    }

    @Test func cancelIsForCTAP2AndForARequestThatTheTokenHas() throws {
        for command in [Command.msg, .ping, .wink] {
            var transaction = try self.transaction(command)
            #expect(transaction.cancelled(at: self.later(10)) == .wait(until: self.later(500)))
            #expect(!transaction.isCancelled)
        }
        var answering = try self.transaction()
        #expect(
            answering.packetReceived(self.packet(.cbor, [0], byteCount: 60), at: Self.start)
                == .wait(until: self.later(500))
        )
        #expect(answering.cancelled(at: self.later(10)) == .wait(until: self.later(500)))
        var busy = try self.transaction()
        #expect(busy.packetReceived(self.packet(.error, [6]), at: Self.start) == .wait(until: self.later(100)))
        #expect(busy.cancelled(at: self.later(10)) == .refused(.channelBusy))
        var late = try self.transaction()
        #expect(late.cancelled(at: self.later(500)) == .violated(.packetLimit))
    }

    @Test("the token's end cancels what it carries out")
    func cancelReachesTheToken() throws {
        var host = Host()
        #expect(host.openChannel() == Self.channel)
        var transaction = try self.transaction()
        #expect(transaction.packets.map { host.sends($0) } == [.carriesOut(.cbor, [4], on: Self.channel)])
        guard case .send(let packets) = transaction.cancelled(at: Self.start) else {
            Issue.record("CANCEL was not sent")
            return
        }
        #expect(packets.map { host.sends($0) } == [.cancel])
    }

    // MARK: Anything at all

    @Test func whateverComesThereIsAnEndThatStays() throws {
        var random = SplitMix64(seed: 21)
        for _ in 0..<300 {
            var transaction = try self.transaction(.cbor, self.payload(Int.random(in: 1...200, using: &random)))
            var now = Self.start
            var end: HostTransaction.Step?
            for _ in 0..<400 {
                now = now.advanced(byMilliseconds: UInt64.random(in: 0...400, using: &random))
                var bytes = random.bytes(64)
                let commands: [UInt8] = [0x90, 0xBB, 0xBF, 0, 1, 2, bytes[4]]
                bytes.replaceSubrange(0..<4, with: [0, 0, 0, UInt8.random(in: 0...1, using: &random)])
                bytes[4] = commands[Int.random(in: 0..<commands.count, using: &random)]
                bytes[5] = 0
                let step =
                    switch Int.random(in: 0..<8, using: &random) {
                    case 0: transaction.cancelled(at: now)
                    case 1: transaction.timePassed(to: now)
                    default: transaction.reportReceived(bytes, at: now)
                    }
                if let end { #expect(step == end) }
                if step.isFinal { end = step }
                if case .answered(let message) = step { #expect(message.command == .cbor) }
            }
            #expect(end != nil)
            #expect(transaction.nextWake == nil)
        }
    }
}
