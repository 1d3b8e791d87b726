import CommandLineTool
import Foundation
import Glibc
import TimeText

/// The terminal or pipe of a session's operator.
struct SampleConsole {
    let isJSON: Bool
    var clock: SampleClock

    /// Shows an event at once, also in a pipe.
    func show(_ event: SampleEvent) throws {
        if self.isJSON {
            try JSONText.print(event)
        } else if let text = event.text {
            print(text, terminator: text.hasSuffix(": ") ? "" : "\n")
        }
        fflush(nil)
    }

    /// Counts down to a cue and beeps.
    ///
    /// - Returns: The time of the beep.
    mutating func beep(at cue: Int64, for serialNumber: String) throws -> Int64 {
        for second in [3, 2, 1] as [Int64] where !self.clock.isFromInput && !self.isJSON {
            self.clock.wait(until: cue - second * 1000)
            print("\(second) … ", terminator: "")
            fflush(nil)
        }
        self.clock.wait(until: cue)
        // What was typed before the beep answers nothing.
        if isatty(STDIN_FILENO) == 1 { tcflush(STDIN_FILENO, TCIFLUSH) }
        let time = self.clock.isFromInput ? cue : self.clock.now
        var event = SampleEvent(.beep, of: serialNumber)
        event.at = CampaignTime(milliseconds: time)
        try self.show(event)
        return time
    }

    /// The operator's next line; the end of the input counts as quit.
    ///
    /// - Throws: `UnusableInput` for a line without a time with `--clock input`.
    mutating func answer() throws -> SampleAnswer {
        guard let line = readLine() else { return .quit }
        let text = line.trimmingCharacters(in: .whitespaces)
        guard self.clock.isFromInput else { return SampleAnswer(text) }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let time = parts.first.flatMap({ part in try? RFC3339.milliseconds(of: String(part)) }) else {
            throw UnusableInput("--clock input: expected a line as 2026-11-22T12:00:00.123Z 123456")
        }
        self.clock.set(to: time)
        return parts.count > 1 ? SampleAnswer(parts[1]) : .unknown
    }
}
