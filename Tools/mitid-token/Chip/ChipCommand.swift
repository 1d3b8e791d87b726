import ArgumentParser
import CommandLineTool

/// `mitid-token chip`.
struct ChipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chip",
        abstract: "Find security keys of any make, over USB and on card readers.",
        discussion: """
            A key in a USB port is found by what its interface says of itself, and a card
            on a reader by pcscd. Nothing is written to either.
            """,
        subcommands: [ChipListCommand.self, ChipInfoCommand.self]
    )

    func run() throws {
        throw UnusableInput("no command given: list; see mitid-token chip --help")
    }
}
