/// A strip in the plane of offset *a* and rate *b*: the clocks that are `offset` ahead at one time, `a + b * time`.
struct ClockStrip: Equatable, Sendable {
    /// Widening of each strip to both sides, in seconds.
    ///
    /// A device's clock may round to the millisecond. Double precision is off by 10^-7 s at most after the few hundred cuts
    /// of a campaign, with times up to ten years from the origin; so a strip that is a millisecond wider than what was
    /// observed never loses the truth by rounding, however thin the polygon gets.
    static let roundingMargin = 0.001

    /// Seconds after the origin.
    let time: Double

    let offset: ClockRange
}
