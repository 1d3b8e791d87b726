import TokenQuality

/// `batch.html`: the tray at a glance, in one file without a script.
struct BatchPage {
    let batch: Batch
    let report: BatchReport

    var text: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Batch: \(self.verdictWords)</title>
        <style>\(HTMLReport.style)\(Self.style)</style>
        </head>
        <body>
        <header class="\(self.report.verdict)">
        <p class="verdict">\(self.verdictWords)</p>
        <h1>\(self.counts)</h1>
        <p>\(Self.escaped(self.period))</p>
        </header>
        <main>
        <h2>All tokens together</h2>
        \(self.lot)
        <h2>Tray</h2>
        <ol class="tray">
        \(self.batch.rows.map { Self.cell($0) }.joined(separator: "\n"))
        </ol>
        \(self.problems)<h2>Round trips</h2>
        \(self.times)
        <h2>Tokens</h2>
        \(self.table)
        <p class="tool">\(Self.escaped("\(self.report.tool) on \(self.report.host.name), \(self.report.host.system)"))</p>
        </main>
        </body>
        </html>

        """
    }

    private var verdictWords: String { Self.words(self.report.verdict) }

    private static func words(_ verdict: String) -> String {
        switch verdict {
        case "qualified": "Qualified"
        case "not-qualified": "Not qualified"
        default: "Incomplete"
        }
    }

    private var counts: String {
        let number = self.batch.rows.count
        let announced = self.batch.count.map { $0 > number ? " of \($0)" : "" } ?? ""
        let parts = [
            "\(number)\(announced) token\(number == 1 && announced.isEmpty ? "" : "s"): \(self.report.qualified) qualified",
            "\(self.report.notQualified) not qualified", "\(self.report.incomplete) incomplete",
        ]
        return parts.joined(separator: ", ")
    }

    private var period: String {
        let times = self.batch.rows.map(\.startedAt).sorted()
        guard let first = times.first, let last = times.last else { return "no token yet" }
        return "from \(first) to \(last)"
    }

    private static func cell(_ row: BatchRow) -> String {
        let link = Self.escaped("\(row.label)/report.html")
        let title = Self.escaped(row.words.isEmpty ? Self.words(row.verdict) : row.words)
        return #"<li class="\#(row.verdict)"><a href="\#(link)" title="\#(title)">\#(Self.escaped(row.label))</a></li>"#
    }

    private var problems: String {
        let open = self.batch.rows.filter { $0.verdict != Verdict.qualified.rawValue }
        guard !open.isEmpty else { return "" }
        let sections = open.map { row in
            let problems = row.problems.map { problem in
                "<tr><th>\(problem.id)</th><td>\(problem.severity)</td><td>\(Self.escaped(problem.found))</td></tr>"
            }
            let cut = row.cut.map { "<p>The run ended early: \(Self.escaped($0)).</p>" } ?? ""
            return """
                <section class="finding \(row.verdict == "not-qualified" ? "critical" : "inconclusive")">
                <h3><a href="\(Self.escaped(row.label))/report.html">\(Self.escaped(row.label))</a>:
                \(Self.words(row.verdict))</h3>
                \(cut)<table class="facts">\(problems.joined(separator: "\n"))</table>
                </section>
                """
        }
        return "<h2>Tokens to look at</h2>\n" + sections.joined(separator: "\n") + "\n"
    }

    private var lot: String {
        let rows = self.report.checks.map { check in
            let text = check.found ?? check.reason ?? ""
            return """
                <tr class="\(check.status)"><td>\(check.id)</td><td>\(Self.escaped(check.summary))</td>\
                <td>\(check.status)</td><td>\(check.status == "failed" ? check.severity : "")</td>\
                <td>\(Self.escaped(text))</td></tr>
                """
        }
        return """
            <table class="checks lot">
            <thead><tr><th>Check</th><th>Property</th><th>Result</th><th>Severity</th><th>Found</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            """
    }

    private var times: String {
        let medians = self.batch.rows.compactMap(\.roundTripP50Microseconds)
        guard !medians.isEmpty else { return "<p>Nothing was measured.</p>" }
        let histogram = LatencyHistogram(medians)
        let drawing = HistogramDrawing(
            measurement: .init(name: "median round trip of each token", histogram: histogram)
        )
        return """
            <figure><figcaption>Median of each token, \(histogram.count) tokens: \(histogram.words)</figcaption>
            \(drawing.text)</figure>
            """
    }

    private var table: String {
        let rows = self.batch.rows.map { row in
            func time(_ microseconds: UInt64?) -> String { microseconds.map { MarkupText.milliseconds($0) } ?? "" }
            return """
                <tr class="\(row.verdict == "qualified" ? "passed" : row.isJudged ? "failed" : "inconclusive")">\
                <td>\(Self.escaped(row.label))</td><td>\(Self.escaped(row.serialNumber ?? ""))</td>\
                <td>\(Self.words(row.verdict))</td><td>\(Self.escaped(row.problems.map(\.id).joined(separator: " ")))</td>\
                <td class="number">\(time(row.roundTripP50Microseconds))</td>\
                <td class="number">\(time(row.roundTripP95Microseconds))</td>\
                <td class="number">\(row.counter.map { "\($0)" } ?? "")</td>\
                <td class="number">\(MarkupText.seconds(row.milliseconds))</td></tr>
                """
        }
        return """
            <table class="checks">
            <thead><tr><th>Label</th><th>Serial number</th><th>Verdict</th><th>Checks</th><th class="number">p50 ms</th>\
            <th class="number">p95 ms</th><th class="number">Counter</th><th class="number">s</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            """
    }

    private static func escaped(_ text: String) -> String { MarkupText.escaped(text) }

    private static let style = """

        .tray{display:grid;grid-template-columns:repeat(auto-fill,minmax(7rem,1fr));gap:.4rem;padding:0;list-style:none}
        .tray li{border-radius:.3rem;background:var(--open);text-align:center;overflow:hidden}
        .tray li.qualified{background:var(--good)}.tray li.not-qualified{background:var(--bad)}
        .tray a{display:block;padding:.5rem .3rem;color:#fff;text-decoration:none;font-weight:600;overflow-wrap:anywhere}
        .checks th.number{text-align:right}.lot td:nth-child(4){white-space:nowrap}.tool{opacity:.7}
        """
}
