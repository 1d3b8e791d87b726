/// `report.xml`: the same for GitLab, Jenkins and their like; a suite for each group, a failure's type is its severity.
struct JUnitReport {
    let report: QualificationReport

    var text: String {
        let checks = self.report.checks
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        lines.append(
            #"<testsuites name="\#(Self.text("chip qualify " + self.report.run.label))" "#
                + "\(Self.counts(checks)) time=\"\(MarkupText.seconds(self.report.run.milliseconds))\">"
        )
        var groups: [String] = []
        for check in checks where !groups.contains(check.group) { groups.append(check.group) }
        for group in groups {
            let members = checks.filter { $0.group == group }
            let time = MarkupText.seconds(members.reduce(0) { $0 &+ $1.milliseconds })
            lines.append(#"  <testsuite name="\#(group)" \#(Self.counts(members)) time="\#(time)">"#)
            for check in members { lines += Self.lines(of: check) }
            lines.append("  </testsuite>")
        }
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func counts(_ checks: [QualificationReport.CheckEntry]) -> String {
        let failed = checks.count { $0.status == "failed" }
        let errors = checks.count { $0.status == "inconclusive" }
        let skipped = checks.count { $0.status == "skipped" }
        return #"tests="\#(checks.count)" failures="\#(failed)" errors="\#(errors)" skipped="\#(skipped)""#
    }

    private static func lines(of check: QualificationReport.CheckEntry) -> [String] {
        let name = Self.text("\(check.id) \(check.summary)")
        let time = MarkupText.seconds(check.milliseconds)
        let head = #"    <testcase classname="\#(check.group)" name="\#(name)" time="\#(time)""#
        switch check.status {
        case "passed":
            return [head + "/>"]
        case "skipped":
            return [head + ">", #"      <skipped message="\#(Self.text(check.reason ?? ""))"/>"#, "    </testcase>"]
        case "inconclusive":
            return [
                head + ">", #"      <error type="inconclusive" message="\#(Self.text(check.reason ?? ""))"/>"#,
                "    </testcase>",
            ]
        default:
            let message = Self.text("expected \(check.expected ?? ""); found \(check.found ?? "")")
            let bytes = check.exchanges.map { "\($0.form) > \($0.request)\n\($0.form) < \($0.response ?? "nothing")" }
            return [
                head + ">", #"      <failure type="\#(check.severity)" message="\#(message)">"#,
                Self.text((["clause \(check.clause)"] + bytes).joined(separator: "\n")), "      </failure>",
                "    </testcase>",
            ]
        }
    }

    private static func text(_ text: String) -> String { MarkupText.escaped(text) }
}
