/// Relation between the time of an observation and the moment of the press.
package enum PressTiming: Equatable, Sendable {
    /// The time is that of a beep; the press follows it within a second.
    case cued

    /// The time is that of the code's arrival; the press came 1.5 to 45 seconds before.
    case typed

    /// Earliest and latest press, in seconds after the time of the observation.
    package var bounds: ClockRange {
        switch self {
        case .cued: ClockRange(0, 1)
        case .typed: ClockRange(-45, -1.5)
        }
    }

    /// Probability that the press comes no later than `delay` seconds after the time of the observation.
    ///
    /// Cued: a normal reaction time of 0.25 s, standard deviation 0.15 s. Typed: a log-logistic delay with a median of
    /// 7 s, whose long tail suits typists of all kinds. Both are assumptions, and only the 95 % interval uses them.
    func probability(notAfter delay: Double) -> Double {
        switch self {
        case .cued:
            return NormalCurve.probability(below: (delay - 0.25) / 0.15)
        case .typed:
            guard delay < 0 else { return 1 }
            return 49 / (delay * delay + 49)
        }
    }
}
