import ArgumentParser
import CommandLineTool
import Foundation

/// `mitid-bench add`.
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a device; prints its serial number.",
        discussion: """
            EXAMPLES
              mitid-bench add code-display
              mitid-bench add code-display --serial 0004711042 \\
                --secret-hex 3132333435363738393031323334353637383930
              mitid-bench add audio-code-reader --profile hotp-audio-code-reader

            Without a secret the bench draws one. A profile is one of the bench's names
            (GET /v1/profiles lists them) or a file with a JSON object of its values.
            """
    )

    @Argument(help: ArgumentHelp("code-display or audio-code-reader.", valueName: "kind"))
    var kind: String

    @Option(help: "The serial number printed on it; drawn if not given.")
    var serial: String?

    @Option(help: "What you call it.")
    var name: String?

    @Option(help: ArgumentHelp("Its secret, 1 to 128 bytes in hexadecimal.", valueName: "hex"))
    var secretHex: String?

    @Option(help: ArgumentHelp("Its secret in Base32.", valueName: "base32"))
    var secretBase32: String?

    @Option(help: ArgumentHelp("A profile's name, or a JSON file.", valueName: "name|file"))
    var profile: String?

    @OptionGroup
    var options: BenchOptions

    func run() async throws {
        var members: [String: Any] = ["kind": self.kind]
        members["serialNumber"] = self.serial
        members["name"] = self.name
        members["secretHex"] = self.secretHex
        members["secretBase32"] = self.secretBase32
        if let profile = self.profile {
            members["profile"] = try AddCommand.profile(profile)
        }
        let body = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys])
        let data = try await self.options.client().send("POST", "v1/devices", body: body)
        if self.options.json {
            Answer.print(data)
        } else {
            print(try Answer.decode(DeviceAnswer.self, data).serialNumber)
        }
    }

    private static func profile(_ text: String) throws(UnusableInput) -> Any {
        guard text.contains("/") || text.hasSuffix(".json") else { return text }
        guard let data = FileManager.default.contents(atPath: text) else {
            throw UnusableInput("--profile \(text): cannot be read")
        }
        guard let object = try? JSONSerialization.jsonObject(with: data), object is [String: Any] else {
            throw UnusableInput("--profile \(text): not a JSON object")
        }
        return object
    }
}
