/// Keepalives of one exchange with their times; CTAP 2.1, section 11.2.9.1.7.
package struct KeepaliveSeries: Equatable, Sendable {
    /// Milliseconds from the request to each keepalive.
    package private(set) var times: [UInt64] = []

    /// The status bytes, in the same order.
    package private(set) var statuses: [UInt8] = []

    package init() {}

    package mutating func add(_ status: UInt8, at milliseconds: UInt64) {
        self.times.append(milliseconds)
        self.statuses.append(status)
    }

    package var count: Int { self.times.count }

    /// The longest time without a packet from the request to the response, in milliseconds.
    package func longestGap(untilResponseAt end: UInt64) -> UInt64 {
        var longest: UInt64 = 0
        var before: UInt64 = 0
        for time in self.times + [end] {
            if time > before { longest = max(longest, time - before) }
            before = max(before, time)
        }
        return longest
    }
}
