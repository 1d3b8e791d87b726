import CTAPHID

/// What a host is told while its request is under way, and when again; CTAP 2.1, section 11.2.9.1.7.
struct Keepalive: Equatable, Sendable {
    /// How often it is told, in milliseconds.
    static let interval: UInt64 = 100

    var status: KeepaliveStatus
    var next: Uptime

    init(_ status: KeepaliveStatus, after now: Uptime) {
        self.status = status
        self.next = now.advanced(byMilliseconds: Self.interval)
    }
}
