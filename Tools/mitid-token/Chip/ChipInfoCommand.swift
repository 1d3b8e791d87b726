import ArgumentParser
import ChipConnections
import CommandLineTool
import FIDOClient

/// `mitid-token chip info`.
struct ChipInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Print what a security key says about itself."
    )

    @OptionGroup
    var token: TokenOptions

    func run() async throws {
        try await self.token.withChip { chip in
            let info = try await chip.send(GetInfoCall(), within: .seconds(10))
            print(info.answer)
            print(info.duration, await chip.identity)
        }
    }
}
