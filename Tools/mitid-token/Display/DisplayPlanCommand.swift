import ArgumentParser
import CommandLineTool
import TokenQuality

/// `mitid-token display plan`.
struct DisplayPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Compute how many displays of a lot to measure, and how many may fail.",
        discussion: """
            The smallest sample that keeps both risks: a lot with --aql percent of bad
            displays is rejected with the producer's risk at most, one with --lq percent
            accepted with the consumer's risk at most. With --sample and --accept a plan
            of your own is shown instead. All is computed from the hypergeometric
            distribution, not from a table of ISO 2859-1, whose plans differ.

            EXAMPLES
              mitid-token display plan --lot 5000 --aql 1 --lq 5
              mitid-token display plan --lot 1000 --sample 80 --accept 2

            With --json: {"lot":…,"sample":…,"accept":…,"characteristic":[{"bad":…,
            "percent":…,"acceptance":…} …]}.
            """
    )

    @Option(
        help: ArgumentHelp("Displays in the lot, up to a million.", valueName: "n"),
        transform: WholeNumber.reader(in: 1...SamplingPlan.lotLimit)
    )
    var lot: Int

    @Option(help: ArgumentHelp("Percent of bad displays that is good enough.", valueName: "percent"))
    var aql: Double?

    @Option(help: ArgumentHelp("Percent that is too bad; without it five times --aql.", valueName: "percent"))
    var lq: Double?

    @Option(help: ArgumentHelp("Percent of good lots that may be rejected.", valueName: "percent"))
    var producerRisk = 5.0

    @Option(help: ArgumentHelp("Percent of bad lots that may be accepted.", valueName: "percent"))
    var consumerRisk = 10.0

    @Option(
        help: ArgumentHelp("Displays to measure, for a plan of your own.", valueName: "n"),
        transform: WholeNumber.reader(in: 1...SamplingPlan.lotLimit)
    )
    var sample: Int?

    @Option(
        help: ArgumentHelp("Failed displays with which the lot is accepted.", valueName: "n"),
        transform: WholeNumber.reader(in: 0...SamplingPlan.lotLimit)
    )
    var accept: Int?

    @Flag(help: "Print one JSON value.")
    var json = false

    private struct Report: Encodable {
        struct Point: Encodable {
            let bad: Int
            let percent: Double
            let acceptance: Double
        }

        let lot: Int
        let sample: Int
        let accept: Int
        let characteristic: [Point]
    }

    func run() throws {
        let plan = try self.plan()
        var points: [Report.Point] = []
        let asked = [self.aql, self.lq].compactMap { percent in percent }
        for percent in [0, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20] + asked {
            let bad = Int((percent / 100 * Double(self.lot)).rounded())
            guard !points.contains(where: { point in point.bad == bad }) else { continue }
            points.append(
                Report.Point(
                    bad: bad,
                    percent: ClockText.rounded(Double(bad) * 100 / Double(self.lot), digits: 4),
                    acceptance: plan.acceptanceProbability(bad: bad)
                )
            )
        }
        points.sort { one, other in one.bad < other.bad }
        if self.json {
            try JSONText.print(
                Report(lot: plan.lot, sample: plan.sample, accept: plan.acceptance, characteristic: points)
            )
            return
        }
        print("lot of \(plan.lot): measure \(plan.sample), accept with up to \(plan.acceptance.counted("failure"))")
        print("bad in the lot   probability of acceptance")
        for point in points {
            let share = Self.right(ClockText.plain(point.percent, digits: 2), 6)
            print("\(Self.right("\(point.bad)", 7)) \(share) %   \(ClockText.plain(point.acceptance, digits: 4))")
        }
    }

    private func plan() throws -> SamplingPlan {
        if self.sample != nil || self.accept != nil {
            guard let sample = self.sample, let accept = self.accept else {
                throw UnusableInput("--sample and --accept: give both")
            }
            guard let plan = SamplingPlan(lot: self.lot, sample: sample, acceptance: accept) else {
                throw UnusableInput("--sample: at most the lot, and --accept at most the sample")
            }
            return plan
        }
        guard let aql = self.aql else { throw UnusableInput("give --aql, or --sample and --accept") }
        let goal = SamplingGoal(
            acceptable: aql / 100,
            producerRisk: self.producerRisk / 100,
            limiting: (self.lq ?? min(5 * aql, 100)) / 100,
            consumerRisk: self.consumerRisk / 100
        )
        guard let plan = goal?.plan(lot: self.lot) else {
            throw UnusableInput("percents are from 0 to 100, risks above 0, and --lq above --aql")
        }
        return plan
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }
}
