/// How many displays of a lot a verifier will turn away after years on a shelf.
///
/// The window is that of the activation service for a first code: so many seconds from when the clock was set, what the drift that it
/// expects adds up to since, and never more than its widest search.
package struct ShelfForecast: Equatable, Sendable {
    /// Seconds a clock may be off when it is set.
    package let settingError: Double

    /// Rate that is allowed for, in seconds per second.
    package let driftRate: Double

    /// The widest search to each side, in seconds.
    package let widest: Double

    /// The windows of the activation service as it comes: a minute, 50 ppm, an hour.
    package static let standard = ShelfForecast(settingError: 60, driftRate: 50e-6, widest: 3600)

    package init(settingError: Double, driftRate: Double, widest: Double) {
        self.settingError = settingError
        self.driftRate = driftRate
        self.widest = widest
    }

    /// Seconds in a year of the Gregorian calendar.
    package static let year = 31_556_952.0

    /// Half the width of the window, in seconds.
    package func window(afterYears years: Double) -> Double {
        min(self.settingError + self.driftRate * years * Self.year, self.widest)
    }

    /// Probability that a clock is outside the window; its rate is equally likely to be anywhere in its range.
    package func shareOutside(offset: ClockRange, rate: ClockRange, afterYears years: Double) -> Double {
        let seconds = years * Self.year
        let window = self.window(afterYears: years)
        let low = offset.middle + rate.low * seconds
        let high = offset.middle + rate.high * seconds
        guard high > low else { return low.magnitude > window ? 1 : 0 }
        let inside = max(min(high, window) - max(low, -window), 0)
        return 1 - inside / (high - low)
    }
}
