import TokenQuality

/// `report.html`: the same for people, in one file without a script.
struct HTMLReport {
    let report: QualificationReport
    let measurements: [Qualification.Measurement]

    var text: String {
        let run = self.report.run
        let title = "\(run.label): \(self.verdictWords)"
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <header class="\(self.report.verdict)">
            <p class="verdict">\(Self.escaped(self.verdictWords))</p>
            <h1>\(Self.escaped(run.label))</h1>
            <p>\(Self.escaped(self.summary))</p>
            </header>
            <main>
            \(self.cut)\(self.problems)
            <h2>Token</h2>
            <table class="facts">
            \(self.report.token.lines.map { Self.fact($0.name, $0.value) }.joined(separator: "\n"))
            </table>
            <h2>Times</h2>
            \(self.times)
            <h2>All checks</h2>
            \(self.checkTable)
            <h2>Run</h2>
            <table class="facts">
            \(self.runFacts.map { Self.fact($0.0, $0.1) }.joined(separator: "\n"))
            </table>
            </main>
            </body>
            </html>

            """
    }

    private var verdictWords: String {
        switch self.report.verdict {
        case "qualified": "Qualified"
        case "not-qualified": "Not qualified"
        default: "Incomplete"
        }
    }

    private var summary: String {
        let parts = ["passed", "failed", "inconclusive", "skipped"].compactMap { status -> String? in
            let count = self.report.checks.count { $0.status == status }
            return count == 0 ? nil : "\(count) \(status)"
        }
        return "\(self.report.checks.count) checks: " + parts.joined(separator: ", ")
    }

    private var cut: String {
        guard let cut = self.report.run.cut else { return "" }
        return #"<p class="cut">The run ended early: \#(Self.escaped(cut)).</p>"# + "\n"
    }

    /// Failed and inconclusive checks with their bytes.
    private var problems: String {
        let open = self.report.checks.filter { $0.status == "failed" || $0.status == "inconclusive" }
        guard !open.isEmpty else { return "" }
        return "<h2>Findings</h2>\n" + open.map { self.problem($0) }.joined(separator: "\n")
    }

    private func problem(_ check: QualificationReport.CheckEntry) -> String {
        var lines = [
            #"<section class="finding \#(check.status == "failed" ? check.severity : check.status)">"#,
            "<h3>\(Self.escaped("\(check.id) \(check.summary)"))</h3>",
        ]
        let word = check.status == "failed" ? check.severity : "inconclusive"
        lines.append(#"<p><span class="badge">\#(word)</span> clause \#(Self.escaped(check.clause))</p>"#)
        lines.append(#"<table class="facts">"#)
        for (name, value) in [("Expected", check.expected), ("Found", check.found), ("Reason", check.reason)] {
            if let value { lines.append(Self.fact(name, value)) }
        }
        lines.append("</table>")
        if !check.exchanges.isEmpty {
            lines.append("<details><summary>Last exchanges, the deciding one at the end</summary><pre>")
            for exchange in check.exchanges {
                let time = MarkupText.milliseconds(exchange.microseconds)
                lines.append(Self.escaped("\(exchange.form) > \(exchange.request)"))
                lines.append(Self.escaped("\(exchange.form) < \(exchange.response ?? "nothing") (\(time) ms)"))
            }
            lines.append("</pre></details>")
        }
        lines.append("</section>")
        return lines.joined(separator: "\n")
    }

    private var times: String {
        guard !self.measurements.isEmpty else { return "<p>Nothing was measured.</p>" }
        return self.measurements.map { measurement in
            let histogram = measurement.histogram
            let text = "\(histogram.count) times: \(histogram.words)"
            return """
                <figure><figcaption><b>\(Self.escaped(measurement.name))</b>, \(text)</figcaption>
                \(HistogramDrawing(measurement: measurement).text)</figure>
                """
        }.joined(separator: "\n")
    }

    private var checkTable: String {
        let rows = self.report.checks.map { check in
            let text = check.found ?? check.reason ?? ""
            return """
                <tr class="\(check.status)"><td>\(check.id)</td><td>\(Self.escaped(check.summary))</td>\
                <td>\(check.status)</td><td>\(check.status == "failed" ? check.severity : "")</td>\
                <td>\(Self.escaped(Self.shortened(text)))</td><td class="number">\(check.milliseconds)</td></tr>
                """
        }
        return """
            <table class="checks">
            <thead><tr><th>Check</th><th>Property</th><th>Result</th><th>Severity</th><th>Found</th><th>ms</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            """
    }

    private var runFacts: [(String, String)] {
        let run = self.report.run
        var facts = [
            ("Started", run.startedAt), ("Time", "\(MarkupText.seconds(run.milliseconds)) s"),
            ("Set", run.set), ("Seed", "\(run.seed)"), ("Profile", run.profile ?? "none"),
            ("Attestation roots", "\(run.rootCount)"), ("Tool", self.report.tool), ("Host", self.report.host.name),
            ("System", self.report.host.system),
        ]
        if !run.only.isEmpty { facts.append(("Only", run.only.joined(separator: ", "))) }
        if !run.skipped.isEmpty { facts.append(("Left out", run.skipped.joined(separator: ", "))) }
        if let digest = run.profileDigest { facts.append(("Profile SHA-256", digest)) }
        return facts
    }

    private static func shortened(_ text: String) -> String {
        text.count > 160 ? String(text.prefix(157)) + "…" : text
    }

    private static func fact(_ name: String, _ value: String) -> String {
        "<tr><th>\(Self.escaped(name))</th><td>\(Self.escaped(value))</td></tr>"
    }

    private static func escaped(_ text: String) -> String { MarkupText.escaped(text) }

    static let style = """
        :root{color-scheme:light dark;--line:#8885;--good:#1a7f37;--bad:#b3261e;--open:#8a5a00}
        body{margin:0;font:16px/1.45 system-ui,sans-serif}
        header{padding:1.2rem 1.5rem;color:#fff;background:var(--open)}
        header.qualified{background:var(--good)}header.not-qualified{background:var(--bad)}
        header h1,header p{margin:0}.verdict{font-size:2.4rem;font-weight:700;line-height:1.1}
        main{padding:0 1.5rem 2rem;max-width:75rem}
        h2{margin:1.6rem 0 .5rem;font-size:1.25rem}h3{margin:0;font-size:1.05rem}
        table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0}
        .facts th{font-weight:600;white-space:nowrap}.facts td{overflow-wrap:anywhere}
        .checks{width:100%}.checks th,.checks td{border-bottom:1px solid var(--line)}
        .checks td{overflow-wrap:anywhere}.checks td:nth-child(1),.checks td:nth-child(3){white-space:nowrap}.number{text-align:right;font-variant-numeric:tabular-nums}
        tr.failed td:nth-child(3),tr.failed td:nth-child(4){color:var(--bad);font-weight:700}
        tr.inconclusive td:nth-child(3){color:var(--open);font-weight:700}tr.skipped{opacity:.7}
        .finding{border-left:5px solid var(--open);padding:.3rem 0 .3rem .9rem;margin:.8rem 0}
        .finding.critical,.finding.major{border-color:var(--bad)}
        .badge{font-weight:700}.cut{font-weight:700}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}
        figure{margin:.8rem 0;overflow-x:auto}svg text{font:11px system-ui,sans-serif;text-anchor:middle;fill:currentColor}
        .bar{fill:#3b6fb6}.base{stroke:currentColor}
        """
}
