package import Foundation
package import TokenQuality

/// The tokens of a batch with their common findings and the verdict on all.
package struct Batch: Sendable {
    package let rows: [BatchRow]
    package let findings: [Finding]

    /// The number of tokens that were announced; `nil` for an open end.
    package let count: Int?

    package init(_ rows: [BatchRow], _ tray: Tray, _ selection: CheckSelection, count: Int?) {
        self.rows = rows
        self.findings = tray.lotFindings(selection)
        self.count = count
    }

    /// Not qualified if one token is not or all together are not; qualified if every announced token is.
    package var verdict: Verdict {
        if self.rows.contains(where: { $0.verdict == Verdict.notQualified.rawValue }) { return .notQualified }
        if self.findings.contains(where: { finding in finding.failure.map { $0 >= .major } ?? false }) {
            return .notQualified
        }
        let isWhole = !self.rows.isEmpty && self.rows.count >= self.count ?? 0
        return isWhole && self.rows.allSatisfy(\.isJudged) ? .qualified : .incomplete
    }

    package func count(of verdict: Verdict) -> Int { self.rows.count { $0.verdict == verdict.rawValue } }

    /// Writes `batch.csv`, `batch.json` and `batch.html` into a folder.
    package func write(to folder: URL, tool: String) throws {
        let report = BatchReport(self, tool: tool)
        let table = Data(BatchTable(rows: self.rows).text.utf8)
        try SyncedFile.replace(table, at: folder.appendingPathComponent("batch.csv"))
        try SyncedFile.replace(try report.text(), at: folder.appendingPathComponent("batch.json"))
        try SyncedFile.replace(
            Data(BatchPage(batch: self, report: report).text.utf8),
            at: folder.appendingPathComponent("batch.html")
        )
    }
}
