/// A code that a device makes, but not now: the first of two, if the next one follows it.
package struct StrayCode: Equatable, Sendable {
    /// Its time step or counter.
    package let position: UInt64
    package let arrival: UnixTime

    package init(position: UInt64, arrival: UnixTime) {
        self.position = position
        self.arrival = arrival
    }
}
