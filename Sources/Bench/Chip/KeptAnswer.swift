import CTAPHID

/// An answer over USB that a fault keeps back.
struct KeptAnswer: Equatable, Sendable {
    /// How often the platform is told that its request is alive, CTAP 2.1, section 11.2.9.1.7.
    static let keepaliveInterval: UInt64 = 100

    var message: Message
    let due: Uptime
    /// When a KEEPALIVE goes before it; nothing if it is kept back in silence.
    var nextKeepalive: Uptime?

    var nextWake: Uptime { self.nextKeepalive.map { min($0, self.due) } ?? self.due }
}
