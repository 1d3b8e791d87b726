/// INIT as the host sees it, CTAP 2.1, section 11.2.9.1.3: asks for a channel, or sets one back.
///
/// On the broadcast channel every application sees the answers to all of them, and on a channel that is set back may come what
/// is left of its last request. So whatever is no answer with this nonce is skipped and counted.
package struct ChannelRequest: HostExchange, Equatable {
    /// The step after an event.
    package typealias Step = HostStep<OpenedChannel>

    /// The request.
    package let request: Message

    /// The packets of the request, which go out first.
    package let packets: [Packet]

    /// The sizes of the reports in both directions.
    package let reports: ReportSizes

    /// Number of skipped packets of other channels and of responses to others.
    package private(set) var foreignPacketCount = 0

    /// Number of responses ERR_CHANNEL_BUSY.
    package private(set) var busyCount = 0

    private let nonce: [UInt8]
    private var deadlines: HostDeadlines
    private var answer: MessageAssembler?
    private var outcome: Step?

    /// The shortest answer: nonce, channel, version of CTAPHID, version of the device, capabilities.
    private static let shortestAnswer = 17

    /// A request whose packets go out now.
    ///
    /// - Parameters:
    ///   - nonce: Eight random bytes, never the same twice.
    ///   - channel: The channel to set back; the broadcast channel asks for one.
    ///   - now: The time at which the packets go out.
    ///   - limits: How long to wait.
    ///   - reports: The sizes of the reports.
    package init(
        nonce: UInt64,
        on channel: ChannelID = .broadcast,
        startedAt now: Uptime,
        limits: HostLimits = HostLimits(),
        reports: ReportSizes = ReportSizes()
    ) {
        let bytes = [56, 48, 40, 32, 24, 16, 8, 0].map { (shift: UInt64) in
            UInt8(truncatingIfNeeded: nonce >> shift)
        }
        self.nonce = bytes
        self.request = Message(channel: channel, command: .initialize, fitting: bytes)
        self.packets = (try? self.request.packets(of: reports.output)) ?? []
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

    /// Has no effect: INIT cannot be cancelled and takes no time.
    package mutating func cancelled(at now: Uptime) -> Step {
        self.timePassed(to: now)
    }

    /// A packet came.
    package mutating func packetReceived(_ packet: Packet, at now: Uptime) -> Step {
        if let outcome = self.outcome { return outcome }
        if case .fault(let fault) = self.deadlines.due(at: now) { return self.end(.violated(fault)) }
        guard packet.channel == self.request.channel else { return self.skip(at: now) }
        switch packet.kind {
        case .initialization(.error, byteCount: 1):
            return self.refused(ErrorCode(rawValue: packet.data.first ?? 0), at: now)
        case .initialization(.initialize, let byteCount):
            if self.answer != nil {
                self.foreignPacketCount += 1
            }
            self.answer = nil
            guard let answer = try? MessageAssembler(packet, size: self.reports.input) else {
                return self.end(.violated(.wrongLength(.initialize, byteCount: Int(byteCount))))
            }
            return self.proceed(with: answer, at: now)
        case .initialization:
            return self.skip(at: now)
        case .continuation:
            guard var answer = self.answer else { return self.skip(at: now) }
            self.answer = nil
            guard (try? answer.append(packet)) != nil else { return self.skip(at: now) }
            return self.proceed(with: answer, at: now)
        }
    }

    /// A report came that is no packet.
    package mutating func reportMisfitted(byteCount: Int) -> Step {
        self.end(.violated(.wrongReportSize(byteCount: byteCount)))
    }

    private mutating func skip(at now: Uptime) -> Step {
        self.foreignPacketCount += 1
        return self.timePassed(to: now)
    }

    private mutating func proceed(with answer: MessageAssembler, at now: Uptime) -> Step {
        guard let payload = answer.message?.payload else {
            self.answer = answer
            return self.timePassed(to: now)
        }
        // An answer that is too short for a nonce can belong to nobody.
        guard payload.count < 8 || payload.starts(with: self.nonce) else { return self.skip(at: now) }
        guard payload.count >= Self.shortestAnswer else {
            return self.end(.violated(.wrongLength(.initialize, byteCount: payload.count)))
        }
        let opened = OpenedChannel(payload)
        let isChannel =
            self.request.channel == .broadcast
            ? opened.channel != .broadcast && opened.channel != .reserved
            : opened.channel == self.request.channel
        return self.end(isChannel ? .answered(opened) : .violated(.wrongChannel(opened.channel)))
    }

    /// While it pauses, the answer is still welcome: the error may be for another application.
    private mutating func refused(_ code: ErrorCode, at now: Uptime) -> Step {
        self.answer = nil
        guard code == .channelBusy else { return self.end(.refused(code)) }
        self.busyCount += 1
        guard self.deadlines.retry == nil else { return self.timePassed(to: now) }
        guard self.deadlines.pause(at: now) else { return self.end(.refused(code)) }
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

/// A channel, and what INIT tells of its token, CTAP 2.1, section 11.2.9.1.3.
package struct OpenedChannel: Equatable, Sendable {
    /// The channel.
    package let channel: ChannelID

    /// The version of CTAPHID that the token speaks; 2 is the only one.
    package let protocolVersion: UInt8

    /// The token's own version and what it can do.
    package let information: DeviceInformation

    /// Bytes behind the 17 that are defined; a host ignores them.
    package let trailingBytes: [UInt8]

    /// Reads an answer of 17 bytes or more.
    fileprivate init(_ payload: [UInt8]) {
        self.channel = ChannelID(bytes: (payload[8], payload[9], payload[10], payload[11]))
        self.protocolVersion = payload[12]
        self.information = DeviceInformation(
            version: DeviceVersion(major: payload[13], minor: payload[14], build: payload[15]),
            capabilities: Capabilities(rawValue: payload[16])
        )
        self.trailingBytes = Array(payload[17...])
    }
}
