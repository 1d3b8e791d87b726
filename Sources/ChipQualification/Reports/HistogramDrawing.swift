import TokenQuality

/// A histogram as inline SVG.
struct HistogramDrawing {
    let measurement: Qualification.Measurement

    private static let barWidth = 56
    private static let barHeight = 96
    private static let left = 8

    var text: String {
        let bins = self.measurement.histogram.bins
        let largest = max(bins.map(\.count).max() ?? 1, 1)
        let width = Self.left * 2 + bins.count * Self.barWidth
        let title = "Histogram of \(self.measurement.name): \(self.measurement.histogram.count) times"
        var lines = [
            #"<svg width="\#(width)" height="150" viewBox="0 0 \#(width) 150" role="img">"#,
            "<title>\(MarkupText.escaped(title))</title>",
        ]
        for (index, bin) in bins.enumerated() {
            let x = Self.left + index * Self.barWidth
            let height = bin.count == 0 ? 0 : max(Self.barHeight * bin.count / largest, 2)
            let y = 16 + Self.barHeight - height
            let middle = x + Self.barWidth / 2
            lines.append(
                #"<rect x="\#(x + 2)" y="\#(y)" width="\#(Self.barWidth - 4)" height="\#(height)" class="bar"/>"#
            )
            if bin.count > 0 {
                lines.append(#"<text x="\#(middle)" y="\#(y - 4)" class="count">\#(bin.count)</text>"#)
            }
            lines.append(#"<text x="\#(middle)" y="128" class="bound">\#(Self.bounds(of: bin))</text>"#)
        }
        let base = 16 + Self.barHeight
        lines.append(#"<line x1="\#(Self.left)" y1="\#(base)" x2="\#(width - Self.left)" y2="\#(base)" class="base"/>"#)
        lines.append(#"<text x="\#(width / 2)" y="145" class="bound">milliseconds</text>"#)
        lines.append("</svg>")
        return lines.joined(separator: "\n")
    }

    private static func bounds(of bin: LatencyHistogram.Bin) -> String {
        let from = Self.short(bin.from)
        return bin.to == .max ? "over \(from)" : "\(from)–\(Self.short(bin.to))"
    }

    /// Milliseconds without zeros at the end.
    private static func short(_ microseconds: UInt64) -> String {
        var text = MarkupText.milliseconds(microseconds)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
