import ArgumentParser
import CommandLineTool
import Foundation
import TokenQuality

/// `mitid-token display report`.
struct DisplayReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Judge the displays of a campaign, and write report.json and report.html.",
        discussion: """
            For each display the offset and the rate of its clock, with bounds that hold
            if every press was within a second after its beep, and an interval that holds
            for 95 of 100. It passes if both intervals are within the limits, and fails if
            one is outside; otherwise the report names the day from which on a further
            session decides. The rate needs two sessions, some days or weeks apart.

            EXAMPLE
              mitid-token display report tray.json --report report-1 --limit-ppm 20

            EXIT STATUS
              0  every display passes
              1  some fail, or are not measured well enough
              2  the request or the file is unusable
            """
    )

    @Argument(help: ArgumentHelp("The file of display start.", valueName: "campaign"))
    var campaign: String

    @Option(help: ArgumentHelp("The folder for the report; made if it is missing.", valueName: "dir"))
    var report: String

    @Option(help: ArgumentHelp("The largest rate in ppm (default: 20).", valueName: "ppm"), transform: Self.limit)
    var limitPpm = 20.0

    @Option(
        help: ArgumentHelp("The largest offset in seconds (default: 60).", valueName: "seconds"),
        transform: Self.limit
    )
    var limitOffset = 60.0

    @Flag(help: "Print report.json too.")
    var json = false

    func run() throws {
        let campaign = try CampaignFile(path: self.campaign).read()
        let report = DisplayJudge(
            campaign: campaign,
            limits: DisplayLimits(rate: self.limitPpm * 1e-6, offset: self.limitOffset),
            now: max(SampleClock(isFromInput: false).now, campaign.observations.map(\.at.milliseconds).max() ?? 0)
        ).report()
        try self.write(report)
        if self.json {
            try JSONText.print(report)
        } else {
            for token in report.tokens { print(Self.line(token)) }
            let lot = report.lot
            print("\(lot.passed) passed, \(lot.failed) failed, \(lot.notYet) not yet; see \(self.report)/report.html")
        }
        guard report.verdict == .passes else { throw ExitCode(1) }
    }

    private func write(_ report: DisplayReport) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = URL(filePath: self.report, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try encoder.encode(report).write(to: folder.appending(path: "report.json"), options: .atomic)
            try Data(DisplayPage(report: report).text.utf8)
                .write(to: folder.appending(path: "report.html"), options: .atomic)
        } catch {
            throw UnusableInput("--report \(self.report): cannot be written")
        }
    }

    private static func line(_ token: DisplayReport.Token) -> String {
        var parts = ["\(PrintableText.line(token.serialNumber)): \(DisplayPage.word(token.verdict))"]
        if let reason = token.reason {
            parts.append(reason + (token.measureAgainOn.map { day in "; measure again on \(day)" } ?? ""))
        }
        if let offset = token.offsetSeconds?.narrowest {
            parts.append("offset \(ClockText.seconds(offset[0])) to \(ClockText.seconds(offset[1]))")
        }
        if let rate = token.ratePPM?.narrowest {
            parts.append("rate \(ClockText.signed(rate[0], digits: 1)) to \(ClockText.signed(rate[1], digits: 1)) ppm")
        }
        return parts.joined(separator: ", ")
    }

    private static func limit(_ text: String) throws -> Double {
        guard let value = Double(text), value > 0, value < 1e6 else {
            throw ValidationError("expected a number above 0")
        }
        return value
    }
}
