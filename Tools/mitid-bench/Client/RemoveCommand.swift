import ArgumentParser
import Foundation

/// `mitid-bench remove`.
struct RemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a device, its secret and its counter. It cannot be brought back."
    )

    @Argument(help: "Its serial number.")
    var serial: String

    @OptionGroup
    var options: BenchOptions

    private struct Report: Encodable {
        let removed: String
    }

    func run() async throws {
        _ = try await self.options.client().send("DELETE", try BenchClient.path(of: self.serial))
        if self.options.json {
            Answer.print(try JSONEncoder().encode(Report(removed: self.serial)))
        }
    }
}
