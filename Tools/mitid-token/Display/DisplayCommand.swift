import ArgumentParser
import CommandLineTool

/// `mitid-token display`.
struct DisplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "display",
        abstract: "Measure the clocks of physical code displays, and judge a lot by a sample.",
        discussion: """
            An operator presses each button at a beep and types the code. The moment of
            the beep is chosen so that five codes tell the clock's offset to 3 seconds,
            and a second session some weeks later its rate to a few ppm.

            EXAMPLE
              mitid-token display start tray.json --pskc makers.pskcxml \\
                --key-file transport.key
              mitid-token display sample tray.json --key-file transport.key
              mitid-token display report tray.json --report report-1
            """,
        subcommands: [
            DisplayStartCommand.self, DisplaySampleCommand.self, DisplayReportCommand.self, DisplayPlanCommand.self,
        ]
    )

    func run() throws {
        throw UnusableInput("no command given: start, sample, report or plan; see mitid-token display --help")
    }
}
