import Bench
import OTPDevices
import TimeText

/// What a screen shows, as JSON.
struct DisplayAnswer: Encodable, Sendable {
    let lit: Bool
    let text: String
    /// For each cell from left to right the letters of the segments that are lit, `p` being the point.
    let segments: [String]
    let lowBattery: Bool
    let darkensAt: String?

    init(_ display: DisplayView) {
        self.lit = display.frame != nil
        self.text = display.frame?.text ?? ""
        self.segments = display.frame.map { frame in (0..<frame.count).map { Self.letters(of: frame.cell($0)) } } ?? []
        self.lowBattery = display.frame?.isBatteryLow ?? false
        self.darkensAt = display.darkensAt.map { RFC3339.text(milliseconds: $0.milliseconds) }
    }

    private static func letters(of cell: SevenSegmentCell) -> String {
        let segments: [(SevenSegmentCell, Character)] = [
            (.a, "a"), (.b, "b"), (.c, "c"), (.d, "d"), (.e, "e"), (.f, "f"), (.g, "g"), (.point, "p"),
        ]
        return String(segments.filter { cell.contains($0.0) }.map(\.1))
    }
}
