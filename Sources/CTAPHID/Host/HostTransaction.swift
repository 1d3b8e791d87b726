/// One request on one channel as the host sees it, CTAP 2.1, section 11.2.5.
///
/// | event | outcome |
/// |---|---|
/// | a packet of another channel | skipped and counted |
/// | a packet of this channel, KEEPALIVE as well | the packet limit starts again; the whole limit does not |
/// | the answer is complete | answered |
/// | ERROR with CHANNEL_BUSY | the request goes out again after a pause, until the limit for that |
/// | any other ERROR | refused |
/// | a continuation packet out of order or without a beginning | violated |
/// | another command than the request's | violated |
/// | another message in the middle of the answer | violated |
/// | no packet in time, or no answer in the whole time | violated |
/// | cancelled | for CBOR, CANCEL goes out once; then the token's answer is awaited |
package struct HostTransaction: HostExchange, Equatable {
    /// The step after an event.
    package typealias Step = HostStep<Message>

    /// The request.
    package let request: Message

    /// The packets of the request, which go out first.
    package let packets: [Packet]

    /// The sizes of the reports in both directions.
    package let reports: ReportSizes

    /// Number of skipped packets of other channels.
    package private(set) var foreignPacketCount = 0

    /// Number of keepalives.
    package private(set) var keepaliveCount = 0

    /// Number of responses ERR_CHANNEL_BUSY.
    package private(set) var busyCount = 0

    /// Whether the answer is not wanted any more.
    package private(set) var isCancelled = false

    private var deadlines: HostDeadlines
    private var answer: MessageAssembler?
    private var outcome: Step?

    /// A request whose packets go out now.
    ///
    /// - Parameters:
    ///   - request: What is asked; its answer has the same command.
    ///   - now: The time at which the packets go out.
    ///   - limits: How long to wait.
    ///   - reports: The sizes of the reports.
    /// - Throws: ``MessageError/payloadTooLong(byteCount:)`` if reports of the size cannot carry it.
    package init(
        _ request: Message,
        startedAt now: Uptime,
        limits: HostLimits = HostLimits(),
        reports: ReportSizes = ReportSizes()
    ) throws(MessageError) {
        self.request = request
        self.packets = try request.packets(of: reports.output)
        self.reports = reports
        self.deadlines = HostDeadlines(limits, startedAt: now)
    }

    /// When ``timePassed(to:)`` has something to do; `nil` when all is over.
    package var nextWake: Uptime? { self.outcome == nil ? self.deadlines.next : nil }

    /// Time has passed: the request goes out again, or the wait is over.
    package mutating func timePassed(to now: Uptime) -> Step {
        if let outcome = self.outcome { return outcome }
        switch self.deadlines.due(at: now) {
        case .nothing:
            return .wait(until: self.deadlines.next)
        case .retry:
            self.deadlines.restartPacketLimit(at: now)
            return .send(self.packets)
        case .fault(let fault):
            return self.end(.violated(fault))
        }
    }

    /// Cancels the request with CTAPHID_CANCEL, section 11.2.9.1.5, if it is a CTAP2 request.
    package mutating func cancelled(at now: Uptime) -> Step {
        if let outcome = self.outcome { return outcome }
        guard self.request.command == .cbor, !self.isCancelled else { return self.timePassed(to: now) }
        self.isCancelled = true
        // A token that was busy has no request that it could cancel.
        if self.deadlines.retry != nil { return self.end(.refused(.channelBusy)) }
        if case .fault(let fault) = self.deadlines.due(at: now) { return self.end(.violated(fault)) }
        guard self.answer == nil else { return .wait(until: self.deadlines.next) }
        self.deadlines.restartPacketLimit(at: now)
        let cancel = PacketKind.initialization(.cancel, byteCount: 0)
        return .send([Packet(channel: self.request.channel, kind: cancel, data: [], size: self.reports.output)])
    }

    /// A packet came.
    package mutating func packetReceived(_ packet: Packet, at now: Uptime) -> Step {
        if let outcome = self.outcome { return outcome }
        guard packet.channel == self.request.channel else {
            self.foreignPacketCount += 1
            return self.timePassed(to: now)
        }
        if case .fault(let fault) = self.deadlines.due(at: now) { return self.end(.violated(fault)) }
        switch packet.kind {
        case .continuation(let sequence):
            return self.continued(packet, sequence, at: now)
        case .initialization(let command, _) where self.deadlines.retry != nil:
            return self.end(.violated(.unasked(command)))
        case .initialization(let command, _) where self.answer != nil:
            return self.end(.violated(.interrupted(by: command)))
        case .initialization(.error, let byteCount):
            guard byteCount == 1, let code = packet.data.first else {
                return self.end(.violated(.wrongLength(.error, byteCount: Int(byteCount))))
            }
            return self.refused(ErrorCode(rawValue: code), at: now)
        case .initialization(.keepalive, let byteCount):
            guard byteCount == 1, let status = packet.data.first else {
                return self.end(.violated(.wrongLength(.keepalive, byteCount: Int(byteCount))))
            }
            self.keepaliveCount += 1
            self.deadlines.restartPacketLimit(at: now)
            return .keepalive(KeepaliveStatus(rawValue: status))
        case .initialization(let command, let byteCount):
            guard command == self.request.command else {
                return self.end(.violated(.wrongCommand(command, expected: self.request.command)))
            }
            guard let answer = try? MessageAssembler(packet, size: self.reports.input) else {
                return self.end(.violated(.wrongLength(command, byteCount: Int(byteCount))))
            }
            return self.proceed(with: answer, at: now)
        }
    }

    /// A report came that is no packet.
    package mutating func reportMisfitted(byteCount: Int) -> Step {
        self.end(.violated(.wrongReportSize(byteCount: byteCount)))
    }

    private mutating func continued(_ packet: Packet, _ sequence: UInt8, at now: Uptime) -> Step {
        guard var answer = self.answer else {
            return self.end(.violated(.continuationWithoutBeginning(sequence: sequence)))
        }
        // Taken out, so that appending copies nothing.
        self.answer = nil
        do throws(MessageError) {
            try answer.append(packet)
        } catch .wrongSequence(let sequence, let expected) {
            return self.end(.violated(.wrongSequence(sequence, expected: expected)))
        } catch {
            return self.end(.violated(.continuationWithoutBeginning(sequence: sequence)))
        }
        return self.proceed(with: answer, at: now)
    }

    private mutating func proceed(with answer: MessageAssembler, at now: Uptime) -> Step {
        if let message = answer.message { return self.end(.answered(message)) }
        self.answer = answer
        self.deadlines.restartPacketLimit(at: now)
        return .wait(until: self.deadlines.next)
    }

    private mutating func refused(_ code: ErrorCode, at now: Uptime) -> Step {
        guard code == .channelBusy else { return self.end(.refused(code)) }
        self.busyCount += 1
        guard !self.isCancelled, self.deadlines.pause(at: now) else { return self.end(.refused(code)) }
        return .wait(until: self.deadlines.next)
    }

    private mutating func end(_ step: Step) -> Step {
        // The first end stays.
        let outcome = self.outcome ?? step
        self.outcome = outcome
        self.answer = nil
        return outcome
    }
}
