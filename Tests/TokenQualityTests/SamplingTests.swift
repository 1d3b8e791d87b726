import Testing
import TokenQuality

/// Sampling plans, beside values computed with exact fractions elsewhere.
struct SamplingTests {
    @Test(
        "the operating characteristic is that of exact fractions",
        arguments: [
            (1000, 80, 2, 5, 0.9956108928863424),
            (1000, 80, 1, 20, 0.5150759866626762),
            (5000, 200, 5, 50, 0.9860810051156642),
            (5000, 299, 0, 25, 0.21322749516432227),
            (5000, 59, 0, 50, 0.5507613310662104),
            (50, 20, 1, 30, 1.2752175803172333e-11),
            (100000, 500, 10, 5000, 0.0004488551902532957),
            (10, 10, 0, 1, 0),
            (10, 3, 1, 9, 0),
        ]
    )
    func characteristic(lot: Int, sample: Int, acceptance: Int, bad: Int, probability: Double) throws {
        let plan = try #require(SamplingPlan(lot: lot, sample: sample, acceptance: acceptance))
        #expect(abs(plan.acceptanceProbability(bad: bad) - probability) <= 1e-11 * max(probability, 1e-3))
    }

    @Test("it falls from 1 to 0 as the lot gets worse, also in large lots")
    func monotone() throws {
        for (lot, sample, acceptance) in [(50, 13, 1), (1_000_000, 1250, 21), (1_000_000, 500_000, 2000), (7, 7, 3)] {
            let plan = try #require(SamplingPlan(lot: lot, sample: sample, acceptance: acceptance))
            var before = 1.0
            for percent in 0...100 {
                let now = plan.acceptanceProbability(bad: lot * percent / 100)
                #expect(now <= before + 1e-12 && now >= 0)
                before = now
            }
            #expect(plan.acceptanceProbability(bad: 0) == 1)
            #expect(plan.acceptanceProbability(bad: lot) == 0)
        }
    }

    @Test(
        "the smallest plan is that of trying all of them",
        arguments: [
            (200, 0.01, 0.05, 0.08, 0.10, (44, 1)), (60, 0, 0.05, 0.10, 0.10, (19, 0)),
            (120, 0.02, 0.10, 0.10, 0.05, (52, 2)),
        ]
    )
    func search(
        lot: Int,
        acceptable: Double,
        producer: Double,
        limiting: Double,
        consumer: Double,
        expected: (sample: Int, acceptance: Int)
    ) throws {
        let goal = SamplingGoal(
            acceptable: acceptable,
            producerRisk: producer,
            limiting: limiting,
            consumerRisk: consumer
        )
        let plan = try #require(goal?.plan(lot: lot))
        #expect(plan == SamplingPlan(lot: lot, sample: expected.sample, acceptance: expected.acceptance))
    }

    @Test("what cannot be is refused")
    func refused() {
        #expect(SamplingPlan(lot: 10, sample: 11, acceptance: 0) == nil)
        #expect(SamplingPlan(lot: 0, sample: 0, acceptance: 0) == nil)
        #expect(SamplingPlan(lot: 10, sample: 5, acceptance: 6) == nil)
        #expect(SamplingGoal(acceptable: 0.05, producerRisk: 0.05, limiting: 0.05, consumerRisk: 0.1) == nil)
        #expect(SamplingGoal(acceptable: 0.01, producerRisk: .nan, limiting: 0.05, consumerRisk: 0.1) == nil)
    }
}
