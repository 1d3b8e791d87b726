public import OTPCore

/// What the screen shows: up to ten cells and the low-battery sign.
///
/// A point on the baseline ends each group of digits but the last. The device is held with its button at the left; turned by
/// half a turn the points rise to the top of the figures, so that no code is read as another one: with plain figures, 690169
/// would be, for one.
public struct SevenSegmentFrame: Equatable, Sendable {
    /// The most cells a frame can have.
    public static let capacity = 10

    private var cells = InlineArray<10, SevenSegmentCell>(repeating: [])

    /// The number of cells, 0 to ``capacity``.
    public let count: Int

    /// Whether the low-battery sign is lit.
    public let isBatteryLow: Bool

    /// The frame of a code.
    public init(showing code: Code, isBatteryLow: Bool) {
        self.init(count: code.digits, isBatteryLow: isBatteryLow)
        for position in 0..<self.count {
            self.cells[position] = SevenSegmentCell(digit: code[position])
            if CodeGroups.endsGroup(at: position, digits: self.count) {
                self.cells[position].insert(.point)
            }
        }
    }

    /// A frame of dashes: the device cannot make a code.
    public static func dashes(count: Int, isBatteryLow: Bool) -> SevenSegmentFrame {
        var frame = SevenSegmentFrame(count: count, isBatteryLow: isBatteryLow)
        for position in 0..<frame.count {
            frame.cells[position] = .dash
        }
        return frame
    }

    /// A frame with nothing lit.
    public static func dark(count: Int) -> SevenSegmentFrame {
        SevenSegmentFrame(count: count, isBatteryLow: false)
    }

    private init(count: Int, isBatteryLow: Bool) {
        self.count = min(max(count, 0), SevenSegmentFrame.capacity)
        self.isBatteryLow = isBatteryLow
    }

    /// The cell at `position`, counted from 0 at the left; dark where there is none.
    public func cell(_ position: Int) -> SevenSegmentCell {
        guard position >= 0, position < self.count else { return [] }
        return self.cells[position]
    }

    /// The frame as seen when the device is turned by half a turn.
    public func rotatedHalfTurn() -> SevenSegmentFrame {
        var rotated = SevenSegmentFrame(count: self.count, isBatteryLow: self.isBatteryLow)
        for position in 0..<self.count {
            rotated.cells[position] = self.cells[self.count - 1 - position].rotatedHalfTurn
        }
        return rotated
    }

    /// The figures as text, the points left out: `287082`, dashes as `-`, anything else as a space.
    public var text: String {
        var text = ""
        for position in 0..<self.count {
            let cell = self.cells[position]
            if let digit = cell.digit {
                text.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "0") + digit))
            } else {
                text.unicodeScalars.append(cell == .dash ? "-" : " ")
            }
        }
        return text
    }

    /// Whether both light the same segments.
    public static func == (left: SevenSegmentFrame, right: SevenSegmentFrame) -> Bool {
        guard left.count == right.count, left.isBatteryLow == right.isBatteryLow else { return false }
        for position in 0..<left.count where left.cells[position] != right.cells[position] {
            return false
        }
        return true
    }
}
