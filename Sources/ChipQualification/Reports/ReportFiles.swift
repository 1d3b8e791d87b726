package import Foundation
import TokenQuality

/// The files of a report.
package struct ReportFiles: Sendable {
    /// Names and contents, in the order of writing.
    package let files: [(name: String, content: Data)]

    /// The report of a run.
    ///
    /// - Parameters:
    ///   - result: The run.
    ///   - tool: Name and version of the program.
    ///   - profileDigest: SHA-256 of the profile's file in hexadecimal digits.
    /// - Throws: An error of JSON's encoder.
    package init(_ result: Qualification, tool: String, profileDigest: String?) throws {
        let report = QualificationReport(result, tool: tool, profileDigest: profileDigest)
        self.files = [
            ("report.json", try report.text()),
            ("report.xml", Data(JUnitReport(report: report).text.utf8)),
            ("report.html", Data(HTMLReport(report: report, measurements: result.measurements).text.utf8)),
        ]
    }

    /// Writes the files into a folder, which is made if it is missing; each is replaced as a whole, and is on the disk then.
    package func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in self.files {
            try SyncedFile.replace(file.content, at: folder.appendingPathComponent(file.name))
        }
    }
}
