import ArgumentParser
import CommandLineTool

/// The command line `mitid-vectors`.
@main
struct MitIDVectors: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mitid-vectors",
        abstract: "Check the test vectors that other implementations could be checked against.",
        subcommands: [Lint.self]
    )

    func run() throws {
        throw UnusableInput("no command given: lint; see mitid-vectors --help")
    }

    static func main() async {
        await Self.runTool()
    }
}
