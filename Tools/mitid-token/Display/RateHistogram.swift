/// The histogram of rates, as inline SVG.
struct RateHistogram {
    let report: DisplayReport

    private static let width = 720.0
    private static let height = 260.0
    private static let margin = 40.0

    var svg: String {
        let bars = self.report.lot.rates
        guard let first = bars.first, let last = bars.last, last.to > first.from else { return "" }
        let highest = Double(max(bars.map(\.count).max() ?? 1, 1))
        let plotWidth = Self.width - 2 * Self.margin
        let plotHeight = Self.height - 2 * Self.margin
        let base = Self.height - Self.margin
        let x = { (rate: Double) in Self.margin + (rate - first.from) / (last.to - first.from) * plotWidth }
        let limit = self.report.limits.ratePPM

        var parts: [String] = []
        for bar in bars where bar.count > 0 {
            let height = Double(bar.count) / highest * plotHeight
            let isInside = bar.from >= -limit && bar.to <= limit
            parts.append(
                "<rect x=\"\(Self.number(x(bar.from) + 1))\" y=\"\(Self.number(base - height))\" "
                    + "width=\"\(Self.number(x(bar.to) - x(bar.from) - 2))\" height=\"\(Self.number(height))\" "
                    + "fill=\"\(isInside ? "#2f7d4f" : "#b8433a")\"/>"
            )
            parts.append(Self.label("\(bar.count)", x: x((bar.from + bar.to) / 2), y: base - height - 5))
        }
        parts.append(Self.line(x(first.from), base, x(last.to), base, dashes: ""))
        for value in [-limit, limit] {
            parts.append(Self.line(x(value), Self.margin - 15, x(value), base, dashes: " stroke-dasharray=\"5 4\""))
            parts.append(Self.label("limit", x: x(value), y: Self.margin - 20))
        }
        for value in [first.from, -limit, 0, limit, last.to] {
            let text = value == 0 ? "0" : ClockText.signed(value, digits: 0)
            parts.append(Self.label(text, x: x(value), y: base + 18))
        }
        parts.append(Self.label("rate in ppm; displays per bar", x: Self.width / 2, y: base + 36))
        let title = "Histogram of the rates of \(self.report.lot.ratesMeasured) displays"
        return "<svg role=\"img\" aria-label=\"\(title)\" width=\"\(Int(Self.width))\" height=\"\(Int(Self.height))\" "
            + "viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n"
            + parts.joined(separator: "\n") + "\n</svg>"
    }

    private static func label(_ text: String, x: Double, y: Double) -> String {
        "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"middle\">\(text)</text>"
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, dashes: String) -> String {
        "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\" "
            + "stroke=\"#444\"\(dashes)/>"
    }

    private static func number(_ value: Double) -> String {
        ClockText.plain(value, digits: 1)
    }
}
