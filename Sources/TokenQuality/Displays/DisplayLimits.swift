/// Limits of a display's clock.
package struct DisplayLimits: Equatable, Sendable {
    /// The largest rate, in seconds per second.
    package let rate: Double

    /// The largest offset, in seconds.
    package let offset: Double

    package init(rate: Double = 20e-6, offset: Double = 60) {
        self.rate = rate
        self.offset = offset
    }
}
