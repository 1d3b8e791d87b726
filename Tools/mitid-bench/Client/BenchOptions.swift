import ArgumentParser
import CommandLineTool
import Foundation

/// Where the bench is, and how its answers are printed.
struct BenchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The bench's address; MITID_BENCH in the environment, or http://127.0.0.1:8470.",
            valueName: "url"
        )
    )
    var bench: String?

    @Option(help: ArgumentHelp("A file whose first line is the bench's bearer token.", valueName: "file"))
    var tokenFile: String?

    @Flag(help: "Print the bench's answer as one JSON value.")
    var json = false

    /// The bench these options name.
    func client() throws(UnusableInput) -> BenchClient {
        let text = self.bench ?? ProcessInfo.processInfo.environment["MITID_BENCH"] ?? "http://127.0.0.1:8470"
        guard let address = URL(string: text), address.scheme == "http" || address.scheme == "https",
            address.host() != nil
        else { throw UnusableInput("--bench \(text): not an address like http://127.0.0.1:8470") }
        return BenchClient(address: address, token: try self.token())
    }

    private func token() throws(UnusableInput) -> String? {
        guard let path = self.tokenFile else { return nil }
        return try OneLineFile.firstLine(of: path, for: "--token-file \(path)", holding: "token")
            .trimmingCharacters(in: .whitespaces)
    }
}
