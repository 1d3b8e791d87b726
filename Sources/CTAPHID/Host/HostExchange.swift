/// A request as the host sees it: ``HostTransaction`` or ``ChannelRequest``.
///
/// A value: packets and the time go in, steps come out. Its ``packets`` go out first. Then each event has a step for its outcome,
/// and the last step stays: whatever comes behind it has the same outcome again.
package protocol HostExchange: Sendable {
    /// The final response of the token.
    associatedtype Answer: Equatable & Sendable

    /// The packets of the request, in their order.
    var packets: [Packet] { get }

    /// The sizes of the reports in both directions.
    var reports: ReportSizes { get }

    /// When ``timePassed(to:)`` has something to do; `nil` when all is over.
    var nextWake: Uptime? { get }

    /// A packet came, of this channel or another.
    mutating func packetReceived(_ packet: Packet, at now: Uptime) -> HostStep<Answer>

    /// Time has passed.
    mutating func timePassed(to now: Uptime) -> HostStep<Answer>

    /// The caller has cancelled.
    mutating func cancelled(at now: Uptime) -> HostStep<Answer>

    /// A report came that is no packet.
    mutating func reportMisfitted(byteCount: Int) -> HostStep<Answer>
}

extension HostExchange {
    /// A report came; one without bytes is skipped, any other size than the descriptor's is a violation.
    package mutating func reportReceived(_ report: [UInt8], at now: Uptime) -> HostStep<Self.Answer> {
        guard !report.isEmpty else { return self.timePassed(to: now) }
        guard let packet = try? Packet(parsing: report, size: self.reports.input) else {
            return self.reportMisfitted(byteCount: report.count)
        }
        return self.packetReceived(packet, at: now)
    }
}

/// Next step of a host.
package enum HostStep<Answer: Equatable & Sendable>: Equatable, Sendable {
    /// Wait for a packet, until this time at most.
    case wait(until: Uptime)

    /// Send these packets, then wait.
    case send([Packet])

    /// The token still works on it: wait.
    case keepalive(KeepaliveStatus)

    /// The end: the answer.
    case answered(Answer)

    /// The end: ERROR.
    case refused(ErrorCode)

    /// The end: the token breaks the rules, or is silent; the channel needs INIT before its next request.
    case violated(TransactionFault)

    /// Whether nothing follows.
    package var isFinal: Bool {
        switch self {
        case .wait, .send, .keepalive: false
        case .answered, .refused, .violated: true
        }
    }
}

/// Violation of CTAPHID by a token, CTAP 2.1, sections 11.2.4 and 11.2.5.
package enum TransactionFault: Error, Equatable, Sendable {
    /// No packet came in time.
    case packetLimit

    /// The answer was not complete in time, whatever keepalives came.
    case wholeLimit

    /// The sequence number of a continuation packet is not the next one.
    case wrongSequence(UInt8, expected: UInt8)

    /// A continuation packet came although no message was begun.
    case continuationWithoutBeginning(sequence: UInt8)

    /// The answer has another command than the request.
    case wrongCommand(Command, expected: Command)

    /// Another message begins in the middle of the answer.
    case interrupted(by: Command)

    /// BCNT does not fit the command.
    case wrongLength(Command, byteCount: Int)

    /// A message came although the token had no request: it had said that it was busy.
    case unasked(Command)

    /// A report has another size than the descriptor says.
    case wrongReportSize(byteCount: Int)

    /// INIT's answer names a channel that is none, or another than was asked on.
    case wrongChannel(ChannelID)
}
