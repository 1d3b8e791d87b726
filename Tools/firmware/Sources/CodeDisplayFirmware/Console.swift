internal import Board
internal import OTPDevices

/// Draws frames and answers in the characters of a terminal.
enum Console {
    static func writeLine(_ text: StaticString) {
        SerialPort.write(text)
        SerialPort.write("\r\n")
    }

    static func writeLine(_ text: StaticString, _ number: UInt64) {
        SerialPort.write(text)
        var divisor: UInt64 = 1
        while number / divisor >= 10 {
            divisor &*= 10
        }
        while divisor > 0 {
            SerialPort.write(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
        SerialPort.write("\r\n")
    }

    /// The segments as three rows of strokes, one cell beside the other; a dark cell is blank.
    static func draw(_ frame: SevenSegmentFrame) {
        self.writeLine(frame.isBatteryLow ? "lit, battery low" : "lit")
        self.drawRow(of: frame, left: [], middle: .a, right: [], point: [])
        self.drawRow(of: frame, left: .f, middle: .g, right: .b, point: [])
        self.drawRow(of: frame, left: .e, middle: .d, right: .c, point: .point)
    }

    private static func drawRow(
        of frame: SevenSegmentFrame,
        left: SevenSegmentCell,
        middle: SevenSegmentCell,
        right: SevenSegmentCell,
        point: SevenSegmentCell
    ) {
        for position in 0..<frame.count {
            let cell = frame.cell(position)
            self.draw("|", if: left, in: cell)
            self.draw("_", if: middle, in: cell)
            self.draw("|", if: right, in: cell)
            self.draw(".", if: point, in: cell)
        }
        SerialPort.write("\r\n")
    }

    private static func draw(_ stroke: StaticString, if segment: SevenSegmentCell, in cell: SevenSegmentCell) {
        SerialPort.write(cell.rawValue & segment.rawValue != 0 ? stroke : " ")
    }

    static func writeHelp() {
        self.writeLine("b                                       press the button")
        self.writeLine("t SECONDS                               set the clock to this Unix time")
        self.writeLine("p PERCENT                               drain the battery to this level")
        self.writeLine("r                                       take the battery out and put it in again")
        self.writeLine("k HASH DIGITS STEP START LIT-MS SECRET  personalise: hash 1, 256 or 512; step 0 counts presses")
        self.writeLine("m                                       the most stack that was in use, in bytes")
    }
}
