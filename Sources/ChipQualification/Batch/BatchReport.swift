import Foundation
import TokenQuality

/// `batch.json`: all rows and the findings about all tokens together, for programs.
struct BatchReport: Encodable {
    /// The name and version of the form; a member that is added does not change the version.
    struct Format: Encodable {
        let name = "mitid-chip-batch"
        let version = 1
    }

    struct Check: Encodable {
        let id: String
        let summary: String
        let severity: String
        let status: String
        let expected: String?
        let found: String?
        let reason: String?
    }

    let format = Format()
    let tool: String
    let host: QualificationReport.Host
    let verdict: String
    let announced: Int?
    let qualified: Int
    let notQualified: Int
    let incomplete: Int
    let checks: [Check]
    let tokens: [BatchRow]

    init(_ batch: Batch, tool: String) {
        self.tool = tool
        self.host = QualificationReport.Host(
            system: ProcessInfo.processInfo.operatingSystemVersionString,
            name: ProcessInfo.processInfo.hostName
        )
        self.verdict = batch.verdict.rawValue
        self.announced = batch.count
        self.qualified = batch.count(of: .qualified)
        self.notQualified = batch.count(of: .notQualified)
        self.incomplete = batch.count(of: .incomplete)
        self.checks = batch.findings.map { Check($0) }
        self.tokens = batch.rows
    }

    /// The text of the file.
    func text() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}

extension BatchReport.Check {
    init(_ finding: Finding) {
        var (expected, found, reason): (String?, String?, String?)
        switch finding.outcome {
        case .passed(let text): found = text
        case .failed(let want, let text, _): (expected, found) = (want, text)
        case .skipped(let text), .inconclusive(let text): reason = text
        }
        self.init(
            id: finding.check.id,
            summary: finding.check.summary,
            severity: (finding.failure ?? finding.check.severity).rawValue,
            status: finding.outcome.name,
            expected: expected,
            found: found,
            reason: reason
        )
    }
}
