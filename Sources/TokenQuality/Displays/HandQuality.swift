/// How evenly a hand followed the beeps of one session.
///
/// Once the range is narrow, each beep comes just around an edge of the device's time step. A code of the step before the edge and
/// one of the step after it can only be in the wrong order if one press was later than the other: the largest such
/// difference is a lower limit of the spread of the reaction time.
package enum HandQuality {
    /// A spread in seconds beyond which a session is not to be used: the bounds of a press no longer hold.
    package static let limit = 1.0

    /// The largest difference in seconds between two presses of one display.
    ///
    /// One press does not count, that which differs most: a single missed beep does not make a bad hand.
    ///
    /// - Parameters:
    ///   - observations: Codes of one display in one session, the dropped ones as well.
    ///   - timeStep: *X* of RFC 6238, in seconds.
    /// - Returns: The difference; `nil` with fewer than three cued codes.
    package static func spread(_ observations: [ClockObservation], timeStep: UInt32) -> Double? {
        let cued = observations.filter { observation in observation.timing == .cued && observation.steps.count == 1 }
        guard cued.count > 2 else { return nil }
        // The offset that each code allows for a press at the beep: at least `start`, less than `start + X`.
        let starts = cued.map { observation in observation.edge(of: observation.steps[0], timeStep: timeStep) }
        var least = Double.infinity
        for omitted in starts.indices {
            var highest = -Double.infinity
            var lowest = Double.infinity
            for index in starts.indices where index != omitted {
                highest = max(highest, starts[index])
                lowest = min(lowest, starts[index] + Double(timeStep))
            }
            least = min(least, highest - lowest)
        }
        return max(least, 0)
    }
}
