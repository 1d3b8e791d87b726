/// What a sampling plan has to achieve.
package struct SamplingGoal: Equatable, Sendable {
    /// Share of bad ones in a lot that is good enough (AQL).
    package let acceptable: Double

    /// Probability with which such a lot may be rejected: the producer's risk.
    package let producerRisk: Double

    /// Share of bad ones in a lot that is too bad (LQ).
    package let limiting: Double

    /// Probability with which such a lot may be accepted: the consumer's risk.
    package let consumerRisk: Double

    /// `nil` unless all are between 0 and 1, and the limiting share is above the acceptable one.
    package init?(acceptable: Double, producerRisk: Double, limiting: Double, consumerRisk: Double) {
        guard
            acceptable >= 0, acceptable < limiting, limiting <= 1,
            producerRisk > 0, producerRisk < 1, consumerRisk > 0, consumerRisk < 1
        else { return nil }
        self.acceptable = acceptable
        self.producerRisk = producerRisk
        self.limiting = limiting
        self.consumerRisk = consumerRisk
    }

    /// The plan with the smallest sample that achieves both; `nil` for a lot that is empty or too large.
    ///
    /// For each number of bad ones to accept, the smallest sample that keeps the consumer's risk; the first of them that keeps the
    /// producer's risk is the smallest of all. A sample of the whole lot always does.
    package func plan(lot: Int) -> SamplingPlan? {
        guard (1...SamplingPlan.lotLimit).contains(lot) else { return nil }
        // A percentage in Double may be a little off: 7 % of 100 are seven.
        let acceptableBad = Int((self.acceptable * Double(lot) + 1e-6).rounded(.down))
        let limitingBad = max(Int((self.limiting * Double(lot) - 1e-6).rounded(.up)), 1)
        var sample = 1
        for acceptance in 0..<min(limitingBad, lot) {
            guard let found = self.smallestSample(lot: lot, acceptance: acceptance, bad: limitingBad, from: sample)
            else {
                return nil
            }
            sample = found.sample
            if 1 - found.acceptanceProbability(bad: acceptableBad) <= self.producerRisk { return found }
        }
        return SamplingPlan(lot: lot, sample: lot, acceptance: min(acceptableBad, lot))
    }

    /// The chance of acceptance falls as the sample grows, so halving finds the smallest one.
    private func smallestSample(lot: Int, acceptance: Int, bad: Int, from first: Int) -> SamplingPlan? {
        var low = max(first, acceptance + 1)
        var high = lot
        while low < high {
            let middle = low + (high - low) / 2
            guard let plan = SamplingPlan(lot: lot, sample: middle, acceptance: acceptance) else { return nil }
            if plan.acceptanceProbability(bad: bad) <= self.consumerRisk { high = middle } else { low = middle + 1 }
        }
        return SamplingPlan(lot: lot, sample: low, acceptance: acceptance)
    }
}
