/// Timeouts of a host in milliseconds, CTAP 2.1, section 11.2.5.2.
package struct HostLimits: Equatable, Sendable {
    /// Timeout for the next packet; each packet and each keepalive restarts it.
    package var packet: UInt64

    /// Timeout for the whole transaction, keepalives included.
    package var whole: UInt64

    /// Time for retries while the token serves another channel.
    package var busy: UInt64

    /// Pause before a retry.
    package var busyPause: UInt64

    /// Limits that suit every token that waits for a touch.
    package init(
        packet: UInt64 = 500,
        whole: UInt64 = 120_000,
        busy: UInt64 = 3_000,
        busyPause: UInt64 = 100
    ) {
        self.packet = packet
        self.whole = whole
        self.busy = busy
        self.busyPause = busyPause
    }
}

/// The times at which a host does something although nothing came.
struct HostDeadlines: Equatable, Sendable {
    /// An elapsed timeout.
    enum Due: Equatable {
        case nothing
        case retry
        case fault(TransactionFault)
    }

    private let limits: HostLimits
    private let whole: Uptime
    private let busy: Uptime
    private var packet: Uptime

    /// When the request goes out again; `nil` while the token has it.
    private(set) var retry: Uptime?

    init(_ limits: HostLimits, startedAt now: Uptime) {
        self.limits = limits
        self.whole = now.advanced(byMilliseconds: limits.whole)
        self.busy = now.advanced(byMilliseconds: limits.busy)
        self.packet = now.advanced(byMilliseconds: limits.packet)
    }

    /// When something is due next.
    var next: Uptime { min(self.whole, self.retry ?? self.packet) }

    /// The timeout that has elapsed at a time.
    func due(at now: Uptime) -> Due {
        if now >= self.whole { return .fault(.wholeLimit) }
        if let retry = self.retry { return now >= retry ? .retry : .nothing }
        return now >= self.packet ? .fault(.packetLimit) : .nothing
    }

    /// Waits for the next packet from now on.
    mutating func restartPacketLimit(at now: Uptime) {
        self.retry = nil
        self.packet = now.advanced(byMilliseconds: self.limits.packet)
    }

    /// Pauses before the request goes out again; whether there is time for that.
    mutating func pause(at now: Uptime) -> Bool {
        let retry = now.advanced(byMilliseconds: self.limits.busyPause)
        guard retry < self.busy else { return false }
        self.retry = retry
        return true
    }
}
