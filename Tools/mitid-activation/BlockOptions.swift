import Activation
import ArgumentParser
import CommandLineTool
import TimeText

/// What block is meant.
struct BlockOptions: ParsableArguments {
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, as in PT8H; a day otherwise.", valueName: "duration")
    )
    var length: String?

    @Option(help: ArgumentHelp("Until when, as in 2026-11-22T12:00:00Z.", valueName: "time"))
    var until: String?

    @Flag(help: "For good: nothing brings the device back.")
    var permanent = false

    func block(from time: UnixTime) throws(UnusableInput) -> DeviceBlock {
        switch (self.length, self.until, self.permanent) {
        case (nil, nil, true):
            return .permanent
        case (nil, nil, false):
            return .temporary(until: time + .days(1))
        case (let length?, nil, false):
            return .temporary(
                until: time + Milliseconds(try Self.milliseconds("--for", length, ISO8601Duration.milliseconds))
            )
        case (nil, let until?, false):
            let end = UnixTime(milliseconds: try Self.milliseconds("--until", until, RFC3339.milliseconds))
            guard end > time else { throw UnusableInput("--until \(until): lies in the past") }
            return .temporary(until: end)
        default:
            throw UnusableInput("--for, --until and --permanent exclude each other")
        }
    }

    private static func milliseconds(
        _ option: String,
        _ text: String,
        _ parse: (String) throws(TimeTextError) -> Int64
    ) throws(UnusableInput) -> Int64 {
        do {
            return try parse(text)
        } catch {
            throw UnusableInput("\(option) \(text): \(error)")
        }
    }
}
