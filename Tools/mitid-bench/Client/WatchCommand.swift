import ArgumentParser
import CommandLineTool
import Foundation

/// `mitid-bench watch`.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Print what happens on the bench as it happens, until Ctrl-C.",
        discussion: """
            A line for each event: its kind and its JSON. With --json, the JSON alone with
            the kind in its member "event".
            """
    )

    @Argument(help: "The devices; without any, all.")
    var serials: [String] = []

    @OptionGroup
    var options: BenchOptions

    func run() async throws {
        let client = try self.options.client()
        // Of a device that is not there nothing would ever come.
        for serial in self.serials { _ = try await client.send("GET", try BenchClient.path(of: serial)) }
        let query = self.serials.map { URLQueryItem(name: "serial", value: $0) }
        var kind = "message"
        for try await line in EventStream.lines(of: client.request("GET", "v1/events", query: query), client: client) {
            if let name = line.value(of: "event") {
                kind = name
            } else if let data = line.value(of: "data") {
                print(
                    self.options.json
                        ? data.replacing("{", with: "{\"event\":\"\(kind)\",", maxReplacements: 1) : "\(kind)  \(data)"
                )
                fflush(nil)
            }
        }
        throw UnusableInput("the bench at \(client.address.absoluteString) has ended")
    }
}

extension String {
    /// The value of a line `field: value` of an event stream.
    fileprivate func value(of field: String) -> String? {
        guard self.hasPrefix(field + ":") else { return nil }
        return String(self.dropFirst(field.count + 1).drop { $0 == " " })
    }
}
