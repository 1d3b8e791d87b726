import ArgumentParser
import CommandLineTool
import Foundation
import Glibc
import OTPCore
import TimeText

/// `mitid-token display sample`.
struct DisplaySampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Measure the displays of a campaign: press at each beep and type the code.",
        discussion: """
            Press within a second after the beep, not before it. Several displays take
            turns, so that no one waits for a lit screen to go dark. The file is written
            after each code: a session that was broken off goes on with the same command.

            Besides the digits these answers are taken: missed (the press was not at the
            beep), dark (nothing is shown), skip (no more of this display), quit.

            EXAMPLES
              mitid-token display sample tray.json --key-file transport.key
              mitid-token display sample tray.json --serial 0004711042 --temperature 21

            With --json each line of standard output is an object, and each answer a line
            of standard input: {"event":"session",…}, {"event":"cue","serialNumber":…,
            "at":…}, {"event":"beep",…}, {"event":"code",…} (answer: the digits),
            {"event":"question","shown":…} (answer: yes or no), {"event":"measured",
            "outcome":"agrees"|"contradicts"|"dropsPending"|"jumps","offsetSeconds":[…]},
            {"event":"unmatched"}, {"event":"unknownAnswer"}, {"event":"leftOut"},
            {"event":"end"}. With --clock input, for tests, no time is waited for: the
            first line is a time, and each answer begins with one, RFC 3339.

            EXIT STATUS
              0  every display has all its codes
              1  some were left out, or the session was broken off
              2  the request or the file is unusable
            """
    )

    @Argument(help: ArgumentHelp("The file of display start.", valueName: "campaign"))
    var campaign: String

    @Option(
        name: .customLong("serial"),
        help: ArgumentHelp("Only this display; may be given several times.", valueName: "serial")
    )
    var serials: [String] = []

    @Option(
        help: ArgumentHelp("Codes of each display, 1 to 50 (default: 5).", valueName: "n"),
        transform: WholeNumber.reader(in: 1...50)
    )
    var presses = 5

    @Option(
        help: ArgumentHelp("Time to pick up the next display (default: PT5S).", valueName: "duration"),
        transform: Self.duration
    )
    var lead: Int64 = 5000

    @Option(
        help: ArgumentHelp("Time for which a display stays lit (default: PT30S).", valueName: "duration"),
        transform: Self.duration
    )
    var lit: Int64 = 30_000

    @Option(
        help: ArgumentHelp(
            "How far to both sides a code is searched, up to P7D (default: PT1H).",
            valueName: "duration"
        ),
        transform: Self.duration
    )
    var search: Int64 = 3_600_000

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The temperature in degrees Celsius, for the report.", valueName: "degrees")
    )
    var temperature: Double?

    @Flag(help: "Without beeps: codes typed 1.5 to 45 seconds after the press; far less exact.")
    var typed = false

    @Option(help: ArgumentHelp("The container, if it has moved.", valueName: "file"))
    var pskc: String?

    @OptionGroup(title: "Container")
    var key: ContainerKeyOptions

    @Option(help: ArgumentHelp("host, or input: times come with the answers.", valueName: "clock"))
    var clock: ClockSource = .host

    @Flag(help: "Speak JSON lines, to a program in the place of an operator.")
    var json = false

    enum ClockSource: String, ExpressibleByArgument {
        case host
        case input
    }

    func run() throws {
        let file = CampaignFile(path: self.campaign)
        let lock = try file.lock()
        defer { close(lock) }
        let campaign = try file.read()
        if let unknown = self.serials.first(where: { serial in
            !campaign.tokens.contains { token in token.serialNumber == serial }
        }) {
            throw UnusableInput("--serial: \(unknown) is not in \(self.campaign)")
        }
        let members = campaign.tokens.filter { token in
            self.serials.isEmpty || self.serials.contains(token.serialNumber)
        }
        let wanted = Set(members.map(\.serialNumber))
        let container = self.pskc ?? campaign.container
        let keys = try DisplayKeys(of: container, self.key, where: wanted.contains)
        for token in members {
            guard let key = keys.keys[token.serialNumber] else {
                throw UnusableInput("\(container): has no key of \(token.serialNumber)")
            }
            guard key.totp.timeStep == token.timeStep, key.totp.digits == token.digits else {
                throw UnusableInput("\(container): the key of \(token.serialNumber) has other parameters than before")
            }
        }
        var session = SampleSession(
            file: file,
            members: members,
            keys: keys,
            presses: self.presses,
            lead: self.lead,
            litTime: self.lit,
            search: UInt32(self.search / 1000),
            isTyped: self.typed,
            campaign: campaign,
            console: SampleConsole(isJSON: self.json, clock: SampleClock(isFromInput: self.clock == .input))
        )
        guard try session.run(temperature: self.temperature) else { throw ExitCode(1) }
    }

    /// A duration of up to a week, as `PT30S`.
    private static func duration(_ text: String) throws -> Int64 {
        guard
            let milliseconds = try? ISO8601Duration.milliseconds(of: text),
            (0...604_800_000).contains(milliseconds)
        else { throw ValidationError("expected a duration up to P7D, as PT30S") }
        return milliseconds
    }
}
