import OTPCore
import OTPDevices
import Testing

@Suite struct SevenSegmentFrameTests {
    private func frame(_ digits: String, batteryLow: Bool = false) throws -> SevenSegmentFrame {
        SevenSegmentFrame(showing: try Code(parsing: digits), isBatteryLow: batteryLow)
    }

    @Test func figuresAreDrawnAsUsual() {
        let gfedcba: [UInt16] = [0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F]
        #expect((0...9).map { SevenSegmentCell(digit: $0).rawValue } == gfedcba)
        #expect((0...9).map { SevenSegmentCell(digit: $0).digit } == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(SevenSegmentCell(digit: 10) == [])
        #expect(SevenSegmentCell.dash.digit == nil)
    }

    @Test func leadingZerosAreShown() throws {
        #expect(try self.frame("000042").text == "000042")
        #expect(try self.frame("0000000000").text == "0000000000")
    }

    @Test(arguments: [
        ("123456", [2]), ("1234567", [2]), ("12345678", [3]), ("123456789", [2, 5]), ("1234567890", [2, 5]),
    ])
    func aPointEndsEachGroupButTheLast(digits: String, points: [Int]) throws {
        let frame = try self.frame(digits)
        #expect(frame.count == digits.count)
        #expect((0..<frame.count).filter { frame.cell($0).contains(.point) } == points)
    }

    @Test func dashesStandForNoCode() {
        let frame = SevenSegmentFrame.dashes(count: 6, isBatteryLow: true)
        #expect(frame.text == "------")
        #expect(frame.isBatteryLow)
        #expect(SevenSegmentFrame.dark(count: 6).text == "      ")
    }

    @Test func cellsThatAreNotThereAreDark() throws {
        let frame = try self.frame("888888")
        #expect(frame.cell(-1) == [])
        #expect(frame.cell(6) == [])
        #expect(frame.cell(.max) == [])
        #expect(SevenSegmentFrame.dark(count: .max).count == 10)
        #expect(SevenSegmentFrame.dark(count: .min).count == 0)
    }

    @Test func framesDifferByEverySegment() throws {
        #expect(try self.frame("123456") == self.frame("123456"))
        #expect(try self.frame("123456") != self.frame("123457"))
        #expect(try self.frame("123456") != self.frame("1234560"))
        #expect(try self.frame("123456") != self.frame("123456", batteryLow: true))
    }

    @Test func twoHalfTurnsAreNone() throws {
        let frame = try self.frame("6901485237")
        #expect(frame.rotatedHalfTurn() != frame)
        #expect(frame.rotatedHalfTurn().rotatedHalfTurn() == frame)
    }

    /// What a person reads off a cell, upside down or not: a 1 of two segments is a 1 on either side.
    private static let readable: [UInt16: UInt8] = {
        var figures: [UInt16: UInt8] = [SevenSegmentCell([.e, .f]).rawValue: 1]
        for digit: UInt8 in 0...9 {
            figures[SevenSegmentCell(digit: digit).rawValue] = digit
        }
        return figures
    }()

    private static let upsideDown: [UInt8?] = (0...9).map {
        readable[SevenSegmentCell(digit: $0).rotatedHalfTurn.rawValue]
    }

    @Test func plainFiguresWouldBeMisreadUpsideDown() {
        #expect(Self.upsideDown == [0, 1, 2, nil, nil, 5, 9, nil, 8, 6])
    }

    /// Whether a person can take the frame for one held the right way up: figures in every cell, and the points, if there are
    /// any at all in a code of this length, on the baseline.
    private func looksRight(_ frame: borrowing SevenSegmentFrame) -> Bool {
        var hasPoint = false
        for position in 0..<frame.count {
            let cell = frame.cell(position)
            if cell.contains(.raisedPoint) { return false }
            hasPoint = hasPoint || cell.contains(.point)
        }
        return hasPoint
    }

    @Test func noSixDigitCodeLooksRightUpsideDown() throws {
        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: 6)
        var misreadWithoutPoints = 0
        for number in 0..<1_000_000 {
            var rest = number
            var isReadable = true
            for position in (0..<6).reversed() {
                let digit = rest % 10
                digits[position] = UInt8(ascii: "0") + UInt8(digit)
                isReadable = isReadable && Self.upsideDown[digit] != nil
                rest /= 10
            }
            // A figure that is none upside down gives it away by itself.
            guard isReadable else { continue }
            misreadWithoutPoints += 1
            let frame = SevenSegmentFrame(showing: try Code(parsing: digits.span), isBatteryLow: false)
            if !self.looksRight(frame) || self.looksRight(frame.rotatedHalfTurn()) {
                Issue.record("\(number) can be read either way up")
            }
        }
        // The test is about something: 7 of 10 figures can be read upside down, each in 6 places.
        #expect(misreadWithoutPoints == 117_649)
    }

    @Test(arguments: 7...10)
    func noLongerCodeLooksRightUpsideDown(count: Int) throws {
        let misleading = Array("0125689".utf8)
        var random = SplitMix64(seed: UInt64(count))
        for _ in 0..<2_000 {
            let digits = (0..<count).map { _ in misleading.randomElement(using: &random) ?? 0 }
            let frame = SevenSegmentFrame(showing: try Code(parsing: digits.span), isBatteryLow: false)
            #expect(self.looksRight(frame))
            #expect(!self.looksRight(frame.rotatedHalfTurn()))
        }
    }
}
