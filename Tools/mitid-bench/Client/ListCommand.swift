import ArgumentParser
import Foundation

/// `mitid-bench list`.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the devices: serial number, kind, what can be seen, name."
    )

    @OptionGroup
    var options: BenchOptions

    func run() async throws {
        let data = try await self.options.client().send("GET", "v1/devices")
        if self.options.json {
            Answer.print(data)
        } else {
            for device in try Answer.decode([DeviceAnswer].self, data) {
                print(device.line)
            }
        }
    }
}
