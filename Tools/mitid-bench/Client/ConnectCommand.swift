import ArgumentParser
import Foundation

/// `mitid-bench connect`.
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Plug a chip in or pull it out, lay it on a reader or take it away.",
        discussion: """
            What is not said stays as it is; without an option, nothing changes.

            EXAMPLES
              mitid-bench connect C1 --usb
              mitid-bench connect C1 --no-usb --nfc
            """
    )

    @Argument(help: "The chip's serial number.")
    var serial: String

    @Flag(inversion: .prefixedNo, help: "Plugged in.")
    var usb: Bool?

    @Flag(inversion: .prefixedNo, help: "Lying on a reader.")
    var nfc: Bool?

    @OptionGroup
    var options: BenchOptions

    private struct Body: Encodable {
        let usb: Bool?
        let nfc: Bool?
    }

    func run() async throws {
        let data = try await self.options.client().send(
            "PUT",
            try BenchClient.path(of: self.serial, "/connection"),
            json: Body(usb: self.usb, nfc: self.nfc)
        )
        if self.options.json {
            Answer.print(data)
        } else {
            print(try Answer.decode(DeviceAnswer.self, data).state)
        }
    }
}
