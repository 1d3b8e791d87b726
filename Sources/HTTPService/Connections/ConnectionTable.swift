import Glibc
package import Logging
import NIOCore
import Synchronization

/// The open connections of a server, and which of them is closed when there are too many.
///
/// A client that opens connections and sends nothing cannot keep others out: a connection without a request gives way to a new
/// one, those that never had a request first, then the oldest. Only when each has a request is the new one closed. A limit per
/// address works the same way among the connections of that address.
package final class ConnectionTable: Sendable {
    struct ID: Hashable, Sendable {
        let number: UInt64
    }

    /// The limit for which a connection was closed.
    enum Limit: String, Sendable {
        case connections
        case connectionsPerAddress
    }

    private struct Entry: Sendable {
        let address: String
        let channel: any Channel
        /// Nil while it has a request; otherwise the larger, the later it has become idle.
        var idleSince: UInt64?
        var hadRequest = false

        /// The smallest is closed first.
        var order: (Int, UInt64)? { self.idleSince.map { (self.hadRequest ? 1 : 0, $0) } }
    }

    private struct State {
        var entries: [ID: Entry] = [:]
        var counts: [String: Int] = [:]
        var next: UInt64 = 0
        var isDraining = false
        var closed = 0
        var nextWarning: ContinuousClock.Instant?
    }

    private let limit: Int
    private let limitPerAddress: Int
    private let logger: Logger
    private let state = Mutex(State())

    /// Time between two warnings.
    private static let warningInterval = Duration.seconds(10)

    package init(limit: Int, limitPerAddress: Int?, logger: Logger) {
        self.limit = max(1, limit)
        self.limitPerAddress = max(1, limitPerAddress ?? limit / 2)
        self.logger = logger
    }

    /// Whether the process is stopping, so that no connection is kept open for another request.
    var isDraining: Bool { self.state.withLock { $0.isDraining } }

    /// Adds a connection; nil if there is no room for it.
    func add(_ channel: any Channel) -> ID? {
        let address = Self.key(of: channel.remoteAddress)
        let (id, closed, reached) = self.state.withLock { state in
            var reached: Limit?
            var closed: (any Channel)?
            if state.counts[address, default: 0] >= self.limitPerAddress {
                reached = .connectionsPerAddress
                closed = Self.removeIdle(from: &state) { $0.address == address }
            } else if state.entries.count >= self.limit {
                reached = .connections
                closed = Self.removeIdle(from: &state) { _ in true }
            }
            state.next += 1
            guard reached == nil || closed != nil else { return (ID?.none, closed, reached) }
            let id = ID(number: state.next)
            state.entries[id] = Entry(address: address, channel: channel, idleSince: state.next)
            state.counts[address, default: 0] += 1
            return (id, closed, reached)
        }
        closed?.close(promise: nil)
        if let reached { self.warn(of: reached, address) }
        return id
    }

    func remove(_ id: ID) {
        self.state.withLock { Self.remove(id, from: &$0) }
    }

    /// Notes whether a connection has a request.
    func note(_ id: ID, hasRequest: Bool) {
        self.state.withLock { state in
            state.next += 1
            let next = state.next
            state.entries[id]?.idleSince = hasRequest ? nil : next
            if hasRequest { state.entries[id]?.hadRequest = true }
        }
    }

    /// Notes that the process is stopping.
    func drain() {
        self.state.withLock { $0.isDraining = true }
    }

    /// Closes every connection; how many there were.
    func closeAll() -> Int {
        let channels = self.state.withLock { state in
            state.isDraining = true
            return state.entries.values.map(\.channel)
        }
        for channel in channels { channel.close(promise: nil) }
        return channels.count
    }

    /// Key of the count: an IPv4 address, or the /64 prefix of an IPv6 address.
    private static func key(of address: SocketAddress?) -> String {
        guard let text = address?.ipAddress else { return "local" }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, text, &bytes) == 1 else { return text }
        return bytes.prefix(8).map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined() + "/64"
    }

    private static func removeIdle(from state: inout State, where isChosen: (Entry) -> Bool) -> (any Channel)? {
        var first: (id: ID, order: (Int, UInt64))?
        for (id, entry) in state.entries where isChosen(entry) {
            guard let order = entry.order else { continue }
            if first.map({ order < $0.order }) ?? true { first = (id, order) }
        }
        guard let first else { return nil }
        let channel = state.entries[first.id]?.channel
        Self.remove(first.id, from: &state)
        return channel
    }

    private static func remove(_ id: ID, from state: inout State) {
        guard let entry = state.entries.removeValue(forKey: id) else { return }
        let left = (state.counts[entry.address] ?? 1) - 1
        state.counts[entry.address] = left > 0 ? left : nil
    }

    private func warn(of limit: Limit, _ address: String) {
        let closed = self.state.withLock { state -> Int? in
            state.closed += 1
            let now = ContinuousClock.now
            if let next = state.nextWarning, now < next { return nil }
            defer { state.closed = 0 }
            state.nextWarning = now + Self.warningInterval
            return state.closed
        }
        guard let closed else { return }
        self.logger.warning(
            "connection limit reached",
            metadata: [
                "limit": "\(limit.rawValue)",
                "value": "\(limit == .connections ? self.limit : self.limitPerAddress)",
                "address": "\(address)", "closed": "\(closed)",
            ]
        )
    }
}
