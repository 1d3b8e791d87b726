import ArgumentParser
import CommandLineTool

/// `mitid-token chip`.
struct ChipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chip",
        abstract: "Find and use security keys of any make, over USB and on card readers.",
        discussion: """
            A key in a USB port is found by what its interface says of itself, and a card
            on a reader by pcscd. With several of them --serial, --port or --reader
            selects one.
            """,
        subcommands: [
            ChipListCommand.self, ChipInfoCommand.self, ChipRegisterCommand.self, ChipAuthenticateCommand.self,
            ChipQualifyCommand.self,
        ]
    )

    func run() throws {
        throw UnusableInput(
            "no command given: list, info, register, authenticate or qualify; see mitid-token chip --help"
        )
    }
}
