/// How far a device's clock is ahead of ours, as far as its codes have shown: not less than `earliest`, not more than `latest`.
package struct ClockEstimate: Equatable, Sendable {
    package let earliest: Milliseconds
    package let latest: Milliseconds

    /// When this was so; since then the clock has drifted.
    package let time: UnixTime

    /// An estimate as it was stored, or a new one.
    package init(earliest: Milliseconds, latest: Milliseconds, at time: UnixTime) {
        self.earliest = earliest
        self.latest = latest
        self.time = time
    }
}
