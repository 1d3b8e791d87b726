/// One figure of a seven-segment screen and its two points.
///
/// The segments are lettered as usual: *a* on top, then clockwise *b* to *f*, and *g* across the middle.
public struct SevenSegmentCell: OptionSet, Hashable, Sendable {
    /// Bits 0 to 6 are the segments a to g, bit 7 is the point, bit 8 the raised point.
    public let rawValue: UInt16

    /// A cell of those bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The top.
    public static let a = SevenSegmentCell(rawValue: 1 << 0)
    /// The upper right.
    public static let b = SevenSegmentCell(rawValue: 1 << 1)
    /// The lower right.
    public static let c = SevenSegmentCell(rawValue: 1 << 2)
    /// The bottom.
    public static let d = SevenSegmentCell(rawValue: 1 << 3)
    /// The lower left.
    public static let e = SevenSegmentCell(rawValue: 1 << 4)
    /// The upper left.
    public static let f = SevenSegmentCell(rawValue: 1 << 5)
    /// The middle.
    public static let g = SevenSegmentCell(rawValue: 1 << 6)
    /// The point on the baseline, right of the figure.
    public static let point = SevenSegmentCell(rawValue: 1 << 7)
    /// Where that point is seen when the device is held upside down: above and left of the figure.
    ///
    /// There is no such lamp; only ``rotatedHalfTurn`` lights it.
    public static let raisedPoint = SevenSegmentCell(rawValue: 1 << 8)

    /// A dash: no code can be had.
    public static let dash: SevenSegmentCell = .g

    /// The figure of a digit; a number above 9 stays dark.
    public init(digit: UInt8) {
        switch digit {
        case 0: self = [.a, .b, .c, .d, .e, .f]
        case 1: self = [.b, .c]
        case 2: self = [.a, .b, .d, .e, .g]
        case 3: self = [.a, .b, .c, .d, .g]
        case 4: self = [.b, .c, .f, .g]
        case 5: self = [.a, .c, .d, .f, .g]
        case 6: self = [.a, .c, .d, .e, .f, .g]
        case 7: self = [.a, .b, .c]
        case 8: self = [.a, .b, .c, .d, .e, .f, .g]
        case 9: self = [.a, .b, .c, .d, .f, .g]
        default: self = []
        }
    }

    /// The digit its segments draw, whatever the points do; `nil` for anything else.
    public var digit: UInt8? {
        let segments = self.subtracting([.point, .raisedPoint])
        for digit: UInt8 in 0...9 where segments == SevenSegmentCell(digit: digit) {
            return digit
        }
        return nil
    }

    /// The cell as seen when the device is turned by half a turn.
    public var rotatedHalfTurn: SevenSegmentCell {
        // a, b and c change places with d, e and f; g stays; the point is then seen where none is.
        let bits = self.rawValue
        let segments = (bits & 0x07) << 3 | (bits & 0x38) >> 3 | (bits & 0x40)
        return SevenSegmentCell(rawValue: segments | (bits & 0x80) << 1 | (bits & 0x100) >> 1)
    }
}
