import OTPDevices

/// A screen drawn as an LCD: dark segments on grey-green, unlit ones as a faint shade.
struct DisplayDrawing {
    let frame: SevenSegmentFrame?
    let cells: Int

    private static let pitch = 52
    private static let margin = 26

    init(_ frame: SevenSegmentFrame?, cells: Int) {
        self.frame = frame
        self.cells = frame?.count ?? cells
    }

    var svg: String {
        let width = 2 * Self.margin + self.cells * Self.pitch
        let label = self.frame.map { "Display: \($0.text)" } ?? "Display: dark"
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) 128" role="img" aria-label="\(label)">
            <title>\(label)</title>
            <defs>
            <linearGradient id="glass" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stop-color="#b9c4ae"/><stop offset="1" stop-color="#a3b097"/>
            </linearGradient>
            </defs>
            <rect width="\(width)" height="128" rx="12" fill="#2b2f31"/>
            <rect x="8" y="8" width="\(width - 16)" height="112" rx="6" fill="url(#glass)"/>

            """
        for position in 0..<self.cells {
            svg += self.cell(at: position)
        }
        if self.frame?.isBatteryLow ?? false {
            svg += Self.batterySign(x: width - 40)
        }
        return svg + "</svg>\n"
    }

    /// One figure, leaning a little as on most screens.
    private func cell(at position: Int) -> String {
        let lit = self.frame?.cell(position) ?? []
        let left = Self.margin + position * Self.pitch + 8
        var lightPaths = ""
        var darkPaths = ""
        for (segment, points) in Self.shapes {
            if lit.contains(segment) {
                darkPaths += "M\(points)z"
            } else {
                lightPaths += "M\(points)z"
            }
        }
        var group = "<g transform=\"translate(\(left) 26) skewX(-6)\">"
        group += "<path d=\"\(lightPaths)\" fill=\"#1c2420\" opacity=\".06\"/>"
        if !darkPaths.isEmpty {
            group += "<path d=\"\(darkPaths)\" fill=\"#1c2420\"/>"
        }
        let opacity = lit.contains(.point) ? "1" : ".06"
        return group + "<circle cx=\"43\" cy=\"76\" r=\"4\" fill=\"#1c2420\" opacity=\"\(opacity)\"/></g>\n"
    }

    private static func batterySign(x: Int) -> String {
        "<g fill=\"none\" stroke=\"#1c2420\" stroke-width=\"1.5\"><rect x=\"\(x)\" y=\"13\" width=\"18\" height=\"9\"/>"
            + "<path d=\"M\(x + 20) 16v3M\(x + 3) 15.5v4\"/></g>\n"
    }

    /// The segments in a figure of 36 by 76.
    private static let shapes: [(SevenSegmentCell, String)] = [
        (.a, "4 0H32L26 7H10"),
        (.b, "34 2V36L30 38L27 35V9"),
        (.c, "34 40V74L27 67V41L30 38"),
        (.d, "4 76H32L26 69H10"),
        (.e, "2 40V74L9 67V41L6 38"),
        (.f, "2 2V36L6 38L9 35V9"),
        (.g, "7 38L11 34.5H25L29 38L25 41.5H11"),
    ]
}
