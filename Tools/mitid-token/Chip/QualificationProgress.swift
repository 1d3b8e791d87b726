import ChipQualification
import CommandLineTool
import Foundation
import TokenQuality

/// Lines of a run on the terminal.
enum QualificationProgress {
    /// The checks of a run, with nothing sent.
    static func plan(_ run: QualificationRun) {
        for check in run.checks.map(\.description) {
            let touches = check.touches == 0 ? "" : check.touches == 1 ? ", 1 touch" : ", \(check.touches) touches"
            let allowed =
                run.options.selection.allows(check) ? "" : " (skipped without --allow \(check.effect.rawValue))"
            print(
                "\(check.id)  \(check.summary); \(check.severity.rawValue), effect \(check.effect.rawValue)\(touches)\(allowed)"
            )
        }
        let touches = run.checks.reduce(0) { $0 + $1.description.touches }
        print("\(run.checks.count) checks, \(touches) touches on a USB key; nothing was sent")
    }

    static func show(_ event: RunEvent) {
        switch event {
        case .began, .exchanged: break
        case .touchNeeded(let check):
            // The bell, and a line that is read from two metres.
            self.line("\u{07}\n  >>>>>>  TOUCH THE TOKEN NOW  <<<<<<   (\(check))\n")
        case .ended(let finding): self.show(finding)
        }
    }

    private static func show(_ finding: Finding) {
        let head = "\(finding.check.id)  \(finding.outcome.name)"
        switch finding.outcome {
        case .passed:
            self.line("\(head)  \(finding.check.summary)")
        case .failed(let expected, let found, _):
            self.line("\(head)  \(finding.check.summary)")
            self.line("     severity \((finding.failure ?? finding.check.severity).rawValue)")
            self.line("     expected \(expected)")
            self.line("     found    \(found)")
        case .skipped(let reason), .inconclusive(let reason):
            self.line("\(head)  \(reason)")
        }
    }

    /// The verdict, and where the report is.
    static func end(_ result: Qualification, folder: String) {
        let failed = result.findings.filter { $0.failure != nil }.map(\.check.id)
        if let cut = result.cut { self.line("the run ended early: \(cut)") }
        let list = failed.isEmpty ? "" : ", failed: \(failed.joined(separator: ", "))"
        self.line("\(result.options.label): \(result.verdict.rawValue)\(list); report in \(folder)")
    }

    private static func line(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let safe = lines.map { line in line.first == "\u{07}" ? String(line) : PrintableText.line(String(line)) }
        print(safe.joined(separator: "\n"))
        fflush(nil)
    }
}
