import CommandLineTool

/// `report.html`: one page that needs nothing else.
struct DisplayPage {
    let report: DisplayReport

    var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Code displays: \(Self.word(self.report.verdict))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <h1>Code displays <span class="\(self.report.verdict.rawValue)">\(Self.word(self.report.verdict))</span></h1>
        <p>\(self.summary)</p>
        \(self.hostWarning)
        <h2>Rates</h2>
        \(RateHistogram(report: self.report).svg)
        \(self.lotTable)
        <h2>On the shelf</h2>
        \(self.shelfTable)
        <h2>Displays</h2>
        \(self.tokenTable)
        <h2>Codes that were misread or mistyped</h2>
        \(self.mistakeTable)
        <h2>Sessions</h2>
        \(self.sessionTable)
        </body>
        </html>

        """
    }

    static func word(_ verdict: DisplayReport.Verdict) -> String {
        switch verdict {
        case .passes: "passes"
        case .fails: "fails"
        case .notYet: "not yet"
        }
    }

    private var summary: String {
        let lot = self.report.lot
        return "\(lot.displays.counted("display")): \(lot.passed) passed, \(lot.failed) failed, \(lot.notYet) not yet. "
            + "Limits: \(ClockText.plain(self.report.limits.ratePPM, digits: 1)) ppm and "
            + "\(ClockText.plain(self.report.limits.offsetSeconds, digits: 1)) s. "
            + "Made at \(self.report.generatedAt.text)."
    }

    private var hostWarning: String {
        guard self.report.sessions.contains(where: { session in !session.hostSynchronized }) else { return "" }
        return "<p class=\"warning\">In some sessions the computer’s clock followed no time server: "
            + "offsets and rates are measured against that clock, not against true time.</p>"
    }

    private var lotTable: String {
        let lot = self.report.lot
        var rows: [[String]] = []
        if let rate = lot.ratePPM {
            rows.append(["Rate, median", ClockText.signed(rate.median, digits: 1) + " ppm"])
            rows.append(["Rate, median deviation (MAD)", ClockText.plain(rate.medianDeviation, digits: 1) + " ppm"])
        }
        if let share = lot.shareOutsideRateLimit {
            rows.append(["Displays whose rate is outside the limit", Self.percent(share)])
        }
        if let offset = lot.offsetSeconds {
            rows.append(["Offset, median", ClockText.seconds(offset.median)])
            rows.append(["Offset, median deviation (MAD)", ClockText.plain(offset.medianDeviation, digits: 2) + " s"])
        }
        return Self.table(["", "\(lot.ratesMeasured) of \(lot.displays) rates measured"], rows)
    }

    private var shelfTable: String {
        guard !self.report.lot.shelf.isEmpty else {
            return "<p>No rate is measured yet: a second session is needed, best a month after the first.</p>"
        }
        let rows = self.report.lot.shelf.map { shelf in
            [
                shelf.years.counted("year"), "± \(ClockText.plain(shelf.windowSeconds, digits: 0)) s",
                Self.percent(shelf.shareOutside),
            ]
        }
        return
            "<p>Expected share of displays whose first code the activation service would refuse, if their clocks go on "
            + "as measured and nobody uses them.</p>"
            + Self.table(["after", "window of the service", "outside"], rows)
    }

    private var tokenTable: String {
        let rows = self.report.tokens.map { token -> [String] in
            let verdict = "<span class=\"\(token.verdict.rawValue)\">\(Self.word(token.verdict))</span>"
            var remarks = token.reason.map(Self.escaped) ?? ""
            if let day = token.measureAgainOn { remarks += ": measure again on \(day)" }
            if token.dropped > 0 {
                remarks += " (\(token.dropped.counted("press", plural: "presses")) not at the beep)"
            }
            return [
                Self.escaped(token.serialNumber), verdict, Self.range(token.offsetSeconds?.bounds, digits: 2),
                Self.range(token.offsetSeconds?.interval, digits: 2), Self.range(token.ratePPM?.bounds, digits: 1),
                Self.range(token.ratePPM?.interval, digits: 1), "\(token.codes)", remarks,
            ]
        }
        return
            "<p>Bounds hold if each press came within a second after its beep. "
            + "The intervals hold for 95 of 100 displays.</p>"
            + Self.table(
                [
                    "serial number", "verdict", "offset, bounds (s)", "offset, 95 % (s)", "rate, bounds (ppm)",
                    "rate, 95 % (ppm)", "codes", "",
                ],
                rows
            )
    }

    private var mistakeTable: String {
        let lot = self.report.lot
        var rows = lot.mistakes.map { mistake in
            ["digit \(mistake.position)", "\(mistake.shown) taken for \(mistake.typed)", "\(mistake.count)"]
        }
        rows += lot.swaps.map { swap in
            ["digits \(swap.position) and \(swap.position + 1)", "swapped", "\(swap.count)"]
        }
        if lot.unmatchedCodes > 0 { rows.append(["", "code of no time step", "\(lot.unmatchedCodes)"]) }
        if lot.darkScreens > 0 { rows.append(["", "screen stayed dark", "\(lot.darkScreens)"]) }
        return rows.isEmpty ? "<p>None.</p>" : Self.table(["position", "mistake", "times"], rows)
    }

    private var sessionTable: String {
        Self.table(
            ["began", "codes", "temperature", "clock of the computer", "spread of the presses", ""],
            self.report.sessions.map { session in
                [
                    session.began.text, "\(session.codes)",
                    session.temperature.map { degrees in ClockText.plain(degrees, digits: 1) + " °C" } ?? "",
                    session.hostSynchronized
                        ? "right to \(ClockText.plain(session.hostMaximumErrorSeconds, digits: 3)) s"
                        : "not synchronised",
                    session.spreadSeconds.map { spread in "at least \(ClockText.plain(spread, digits: 2)) s" } ?? "",
                    session.isUsed ? "" : "not used: the presses were too uneven",
                ]
            }
        )
    }

    private static func range(_ range: [Double]?, digits: Int) -> String {
        guard let range, range.count == 2 else { return "" }
        return "\(ClockText.signed(range[0], digits: digits)) … \(ClockText.signed(range[1], digits: digits))"
    }

    private static func percent(_ share: Double) -> String {
        ClockText.plain(share * 100, digits: 1) + " %"
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let heads = head.map { text in "<th>\(text)</th>" }.joined()
        let body = rows.map { row in "<tr>" + row.map { cell in "<td>\(cell)</td>" }.joined() + "</tr>" }
        return "<table><thead><tr>\(heads)</tr></thead><tbody>\n\(body.joined(separator: "\n"))\n</tbody></table>"
    }

    static func escaped(_ text: String) -> String {
        PrintableText.line(text)
            .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static let style = """
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1a1a1a; }
        h1 span, td span { border-radius: .3em; padding: 0 .4em; white-space: nowrap; }
        .passes { background: #d7f0db; color: #0b4f1a; }
        .fails { background: #f9d9d6; color: #7a120a; }
        .notYet { background: #fdf0c8; color: #5c4300; }
        .warning { background: #fdf0c8; padding: .5em 1em; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .25em .9em .25em 0; border-bottom: 1px solid #ddd; vertical-align: top; }
        td { white-space: nowrap; }
        td:last-child { white-space: normal; }
        svg { display: block; max-width: 100%; height: auto; margin-bottom: 1rem; }
        """
}
