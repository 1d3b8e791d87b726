import ArgumentParser
import CommandLineTool
import Foundation

/// The command line `mitid-speed`.
@main
struct MitIDSpeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mitid-speed",
        abstract: "Measure codes and the chip's authenticator beside libcrypto's own speed.",
        discussion: """
            Registers and authenticates in this process, without a transport and without a
            disk, and sets that beside libcrypto's P-256 alone: a new key pair and a
            signature for makeCredential, a signature for getAssertion. There the ratio is
            what is left of libcrypto's speed: 1 would be an authenticator that costs
            nothing. A key that signed of late stays loaded; with another credential each
            time all are loaded anew. Codes of six digits are set beside libcrypto's
            HMAC-SHA-1 alone, called once for each: there the ratio is how many times
            faster they are. All are measured in turns by the processor's time, and of
            each the fastest turn counts, so that other programs disturb little. Build it
            with -c release: other builds measure themselves.

            EXAMPLES
              swift run -c release mitid-speed
              swift run -c release mitid-speed --rounds 1000 --json

            EXIT STATUS
              0  measured
              2  the command line is wrong, or libcrypto cannot do it
            """
    )

    @Option(help: "How many of the chip's operations a turn has; of codes it has ten times as many.")
    var rounds = 200

    @Flag(help: "Print one JSON value instead of lines.")
    var json = false

    func validate() throws {
        guard (1...1_000_000).contains(self.rounds) else {
            throw ValidationError("--rounds must be 1 to 1000000, not \(self.rounds)")
        }
    }

    func run() throws {
        let figures = try CodeSpeed().figures(rounds: 10 * self.rounds) + ChipSpeed().figures(rounds: self.rounds)
        if self.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            print(String(decoding: try encoder.encode(figures), as: UTF8.self))
        } else {
            for figure in figures {
                print("\(figure)")
            }
        }
    }

    static func main() async {
        await Self.runTool()
    }
}
