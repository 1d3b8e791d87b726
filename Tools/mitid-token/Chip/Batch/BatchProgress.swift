import ChipQualification
import CommandLineTool
import Foundation
import TokenQuality

/// Prompts of a batch: a line for a log, and on a terminal letters that can be read from two metres.
enum BatchProgress {
    private enum Colour: String {
        case green = "42;30"
        case red = "41;97"
        case yellow = "43;30"
        case blue = "44;97"
    }

    private static let isTerminal = isatty(STDOUT_FILENO) == 1

    static func askForLabel() {
        self.large("SCAN LABEL", .blue)
        self.line("scan the label of the next token; Ctrl-D ends the batch")
    }

    static func askToPutIn(_ label: String) {
        self.large("PUT IN \(label)", .blue)
        self.line("put in token \(label)")
    }

    static func askToTakeOut(label: String?) {
        self.large("TAKE OUT", .yellow)
        self.line(label.map { "take out token \($0)" } ?? "take out the token that is in; the batch goes on then")
    }

    static func refuse(_ reason: String) { self.line("\u{07}\(PrintableText.line(reason))") }

    /// Touches, and checks that have not passed.
    static func show(_ event: RunEvent) {
        switch event {
        case .touchNeeded:
            self.large("TOUCH IT", .yellow)
            QualificationProgress.show(event)
        case .ended(let finding):
            switch finding.outcome {
            case .passed, .skipped: break
            case .failed, .inconclusive: QualificationProgress.show(event)
            }
        case .began, .exchanged: break
        }
    }

    /// The verdict on one token, which is stored.
    static func tell(_ row: BatchRow) {
        switch row.verdict {
        case Verdict.qualified.rawValue: self.large("\(row.label) GOOD", .green)
        case Verdict.notQualified.rawValue: self.large("\(row.label) BAD", .red, bells: 3)
        default: self.large("\(row.label) AGAIN", .yellow, bells: 2)
        }
        let words = row.words.isEmpty ? "" : ", \(row.words)"
        self.line(PrintableText.line("\(row.label): \(row.verdict)\(words)"))
    }

    /// The verdict on all tokens.
    static func end(_ batch: Batch, folder: String) {
        for finding in batch.findings {
            guard case .failed(_, let found, _) = finding.outcome else { continue }
            self.line(PrintableText.line("\(finding.check.id)  failed  \(finding.check.summary): \(found)"))
        }
        let rows = batch.rows.count
        let announced = batch.count.map { $0 > rows ? " of \($0)" : "" } ?? ""
        self.line(
            "batch: \(batch.verdict.rawValue), \(rows)\(announced) tokens: \(batch.count(of: .qualified)) qualified, "
                + "\(batch.count(of: .notQualified)) not qualified, \(batch.count(of: .incomplete)) incomplete; "
                + PrintableText.line("report in \(folder)/batch.html")
        )
    }

    private static func large(_ text: String, _ colour: Colour, bells: Int = 1) {
        guard self.isTerminal else { return }
        let width = max(terminalWidth, 20)
        print(String(repeating: "\u{07}", count: bells), terminator: "")
        for row in BlockLetters.rows(of: text, width: width) {
            let filled = row + String(repeating: " ", count: max(0, width - row.count))
            print("\u{1B}[\(colour.rawValue)m\(filled)\u{1B}[0m")
        }
        fflush(nil)
    }

    private static var terminalWidth: Int {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func line(_ text: String) {
        print(text)
        fflush(nil)
    }
}
