import ChipConnections
import FIDOClient
import Foundation
import TokenQuality

/// One token of a batch: the line of `batch.csv`.
package struct BatchRow: Codable, Equatable, Sendable {
    /// A check that has not passed, in words.
    package struct Problem: Codable, Equatable, Sendable {
        package let id: String
        package let severity: String
        package let found: String
    }

    package let label: String
    package let verdict: String
    package let serialNumber: String?
    package let aaguid: String?

    /// Failed checks, the most severe first, then inconclusive ones.
    package let problems: [Problem]

    /// The reason why its run ended early.
    package let cut: String?
    package let roundTripP50Microseconds: UInt64?
    package let roundTripP95Microseconds: UInt64?
    package let counter: UInt32?
    package let startedAt: String
    package let milliseconds: UInt64

    package init(_ result: Qualification) {
        let times = result.measurements.first { $0.name == "round trip" }?.histogram
        self.label = result.options.label
        self.verdict = result.verdict.rawValue
        self.serialNumber = result.place.serialNumber
        self.aaguid = result.information.map { UUIDText.text(of: $0.aaguid) }
        self.problems = Self.problems(result.findings)
        self.cut = result.cut
        self.roundTripP50Microseconds = times?.percentile(50)
        self.roundTripP95Microseconds = times?.percentile(95)
        self.counter = result.counter
        self.startedAt = result.startedAt.formatted(.iso8601)
        self.milliseconds = result.milliseconds
    }

    /// Whether the token has its verdict, and need not be put in again.
    package var isJudged: Bool { self.verdict != Verdict.incomplete.rawValue }

    /// The first problem, or the reason for the early end.
    package var words: String {
        if let cut = self.cut { return cut }
        return self.problems.first.map { "\($0.id): \($0.found)" } ?? ""
    }

    private static func problems(_ findings: [Finding]) -> [Problem] {
        var failed: [(severity: Severity, problem: Problem)] = []
        var open: [Problem] = []
        for finding in findings {
            let severity = finding.failure ?? finding.check.severity
            switch finding.outcome {
            case .failed(_, let found, _):
                let problem = Problem(id: finding.check.id, severity: severity.rawValue, found: found)
                failed.append((severity, problem))
            case .inconclusive(let reason):
                open.append(Problem(id: finding.check.id, severity: "inconclusive", found: reason))
            case .passed, .skipped: break
            }
        }
        var sorted: [Problem] = []
        for severity in Severity.allCases.reversed() {
            sorted += failed.filter { $0.severity == severity }.map(\.problem)
        }
        return sorted + open
    }
}
