import ArgumentParser
import Foundation

/// `mitid-bench presence`.
struct PresenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presence",
        abstract: "Say who touches a chip that asks for a touch.",
        discussion: """
              ask     whoever presses its button: mitid-bench press SERIAL touch
              accept  a finger that comes by itself
              reject  somebody who refuses by itself

            EXAMPLES
              mitid-bench presence C1 accept --delay PT0.5S
              mitid-bench presence C1 ask
            """
    )

    @Argument(help: "The chip's serial number.")
    var serial: String

    @Argument(help: "ask, accept or reject.")
    var mode: String

    @Option(help: ArgumentHelp("How long the finger takes: PT0.5S.", valueName: "duration"))
    var delay: String?

    @OptionGroup
    var options: BenchOptions

    private struct Body: Encodable {
        let mode: String
        let delay: String?
    }

    func run() async throws {
        let data = try await self.options.client().send(
            "PUT",
            try BenchClient.path(of: self.serial, "/presence"),
            json: Body(mode: self.mode, delay: self.delay)
        )
        if self.options.json {
            Answer.print(data)
        } else {
            guard case .chip(let part) = try Answer.decode(DeviceAnswer.self, data).part else { return }
            print("presence \(part.presence.text)")
        }
    }
}
