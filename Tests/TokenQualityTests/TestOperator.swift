import Foundation
import TokenQuality

/// An operator with a reaction time and a typing delay.
struct TestOperator {
    var random: SplitMix64
    /// Mean and standard deviation of the reaction, in seconds.
    var reaction = (mean: 0.25, deviation: 0.12)

    init(seed: UInt64) {
        self.random = SplitMix64(seed: seed)
    }

    /// Milliseconds from the beep to the press: none is early, none is later than a second.
    mutating func reactionTime() -> Int64 {
        let seconds = self.reaction.mean + self.reaction.deviation * self.normal()
        return Int64(min(max(seconds, 0.02), 0.98) * 1000)
    }

    /// Milliseconds from the press to the end of the typing, with a median of 7 s.
    mutating func typingDelay() -> Int64 {
        Int64(min(max(7 * exp(0.4 * self.normal()), 2), 40) * 1000)
    }

    /// Box and Muller, 1958.
    private mutating func normal() -> Double {
        let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &self.random))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self.random))
    }
}
