import ArgumentParser
import Foundation

/// `mitid-bench show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one device: screen, clock and battery, or connection, credentials and PIN."
    )

    @Argument(help: "Its serial number.")
    var serial: String

    @OptionGroup
    var options: BenchOptions

    func run() async throws {
        let data = try await self.options.client().send("GET", try BenchClient.path(of: self.serial))
        if self.options.json {
            Answer.print(data)
        } else {
            print(try Answer.decode(DeviceAnswer.self, data).description)
        }
    }
}
