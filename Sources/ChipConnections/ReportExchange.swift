package import CTAPHID
package import USBTransport

/// Result of a ``HostExchange`` over reports.
package struct ReportExchange<Answer: Equatable & Sendable>: Sendable {
    /// The last step: answered, refused or violated.
    package let outcome: HostStep<Answer>

    package let sentAt: ContinuousClock.Instant
    package let endedAt: ContinuousClock.Instant
    package let keepalives: [Keepalive]
}

extension HIDReports {
    /// Interval at which a wait checks for cancellation.
    private static let slice = Duration.milliseconds(20)

    /// Time for the device to take all packets of a message.
    private static let sendingTime = Duration.seconds(5)

    /// Runs an exchange to its end, on the connection's thread.
    ///
    /// Its clock starts when the packets are out: a long message takes longer than the limit for a response.
    package func run<Exchange: HostExchange>(
        _ exchange: inout Exchange,
        isCancelled: () -> Bool = { false },
        keepalive: KeepaliveReceiver = { _ in }
    ) throws(USBError) -> ReportExchange<Exchange.Answer> {
        let sentAt = ContinuousClock.now
        try self.send(exchange.packets.map(\.bytes), within: Self.sendingTime)
        let start = ContinuousClock.now
        func uptime(_ time: ContinuousClock.Instant) -> Uptime {
            Uptime(milliseconds: (time - start).wholeMilliseconds)
        }
        var keepalives: [Keepalive] = []
        var wasCancelled = false
        while true {
            let step: HostStep<Exchange.Answer>
            var time = ContinuousClock.now
            if !wasCancelled, isCancelled() {
                wasCancelled = true
                step = exchange.cancelled(at: uptime(time))
            } else if let report = try self.receive(within: Self.slice) {
                time = report.time
                step = exchange.reportReceived(report.bytes, at: uptime(time))
            } else {
                // The caller has gone, and with it the connection.
                guard !self.isGivenUp else { throw .timedOut }
                time = .now
                step = exchange.timePassed(to: uptime(time))
            }
            switch step {
            case .wait:
                break
            case .send(let packets):
                try self.send(packets.map(\.bytes), within: Self.sendingTime)
            case .keepalive(let status):
                let sign = Keepalive(status: status, time: time)
                keepalives.append(sign)
                keepalive(sign)
            case .answered, .refused, .violated:
                return ReportExchange(outcome: step, sentAt: sentAt, endedAt: time, keepalives: keepalives)
            }
        }
    }

    /// Throws away what an earlier program has left, and returns after a pause without a report.
    package func drain(pause: Duration = .milliseconds(50), most count: Int = 1024) throws(USBError) {
        var left = count
        while left > 0, try self.receive(within: pause) != nil { left -= 1 }
    }
}
