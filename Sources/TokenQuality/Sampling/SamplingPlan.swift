/// Acceptance sampling by attributes: a sample of a lot, and the number of bad ones at which the lot is still accepted.
///
/// Everything is computed from the hypergeometric distribution; nothing here comes from a table of a standard.
package struct SamplingPlan: Equatable, Sendable {
    /// The largest lot.
    package static let lotLimit = 1_000_000

    package let lot: Int
    package let sample: Int

    /// The most bad ones in the sample with which the lot is accepted.
    package let acceptance: Int

    /// `nil` for a sample that is larger than the lot, or a number that is negative.
    package init?(lot: Int, sample: Int, acceptance: Int) {
        guard (1...Self.lotLimit).contains(lot), (1...lot).contains(sample), (0...sample).contains(acceptance) else {
            return nil
        }
        self.lot = lot
        self.sample = sample
        self.acceptance = acceptance
    }

    /// Probability that a lot with so many bad ones is accepted: the operating characteristic.
    ///
    /// P(i) = C(bad, i) C(lot - bad, sample - i) / C(lot, sample). The terms are computed one from the next, starting at the largest one,
    /// and divided by their sum: nothing overflows, and the relative error stays below 10^-10.
    package func acceptanceProbability(bad: Int) -> Double {
        let bad = min(max(bad, 0), self.lot)
        let good = self.lot - bad
        let least = max(0, self.sample - good)
        let most = min(self.sample, bad)
        guard self.acceptance < most else { return 1 }
        guard self.acceptance >= least else { return 0 }
        let mode = min(max(Int(Double(self.sample + 1) * Double(bad + 1) / Double(self.lot + 2)), least), most)
        var accepted = mode <= self.acceptance ? 1.0 : 0.0
        var sum = 1.0
        var term = 1.0
        var index = mode
        while index < most, term > 0 {
            term *= Double(bad - index) * Double(self.sample - index)
            term /= Double(index + 1) * Double(good - self.sample + index + 1)
            index += 1
            sum += term
            if index <= self.acceptance { accepted += term }
        }
        term = 1
        index = mode
        while index > least, term > 0 {
            term *= Double(index) * Double(good - self.sample + index)
            term /= Double(bad - index + 1) * Double(self.sample - index + 1)
            index -= 1
            sum += term
            if index <= self.acceptance { accepted += term }
        }
        return accepted / sum
    }
}
