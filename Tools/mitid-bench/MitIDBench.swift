import ArgumentParser
import CommandLineTool

/// The command line `mitid-bench`.
@main
struct MitIDBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mitid-bench",
        abstract: "Virtual code displays, audio code readers and chips, and a clock that can be moved.",
        discussion: """
            A bench holds the devices; the other commands speak to it over HTTP.

              mitid-bench serve &
              mitid-bench add code-display --serial 0004711042
              mitid-bench press 0004711042
              mitid-bench add chip --serial C1 --usb

            The devices are virtual: nothing here can log in to the real MitID.

            EXIT STATUS
              0  done
              1  the answer is no
              2  the request or the input is unusable; one line on standard error says
                 what and where
            """,
        subcommands: [
            ServeCommand.self, AddCommand.self, ListCommand.self, ShowCommand.self, PressCommand.self,
            RemoveCommand.self, ClockCommand.self, ConnectCommand.self, PresenceCommand.self, WebAuthnCommand.self,
            ExportCommand.self, WatchCommand.self,
        ]
    )

    func run() throws {
        throw UnusableInput("no command given; see mitid-bench --help")
    }

    static func main() async {
        await Self.runTool()
    }
}
