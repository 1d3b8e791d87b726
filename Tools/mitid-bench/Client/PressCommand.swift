import ArgumentParser
import CommandLineTool
import Foundation

/// `mitid-bench press`.
struct PressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "press",
        abstract: "Press a button; prints what can then be seen.",
        discussion: """
            The button of a code display is main; those of an audio code reader are red
            and 0 to 9; that of a chip is touch. Without one, the button that asks for a
            code is pressed, or the chip is touched.

            EXAMPLES
              mitid-bench press 0004711042
              mitid-bench press C1 touch
              Repeat the message on a reader (red held, then 0):
                mitid-bench press 0004711059 red --down
                mitid-bench press 0004711059 0
                mitid-bench press 0004711059 red --up
            """
    )

    @Argument(help: "The device's serial number.")
    var serial: String

    @Argument(help: "The button.")
    var button: String?

    @Option(help: ArgumentHelp("Hold it down for so long, in bench time: PT2S.", valueName: "duration"))
    var hold: String?

    @Flag(help: "Hold it down until --up.")
    var down = false

    @Flag(help: "Let it go.")
    var up = false

    @OptionGroup
    var options: BenchOptions

    private struct Body: Encodable {
        let action: String
        let duration: String?
    }

    func validate() throws {
        guard [self.hold != nil, self.down, self.up].filter({ $0 }).count <= 1 else {
            throw ValidationError("--hold, --down and --up exclude each other")
        }
    }

    func run() async throws {
        let client = try self.options.client()
        let button: String
        if let given = self.button {
            button = given
        } else {
            let device = try await client.send("GET", try BenchClient.path(of: self.serial))
            button = try Answer.decode(DeviceAnswer.self, device).usualButton
        }
        guard !button.isEmpty, button.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            throw UnusableInput("button \(button): main, red, 0 to 9 or touch")
        }
        let action = self.up ? "release" : self.down || self.hold != nil ? "hold" : "press"
        let data = try await client.send(
            "POST",
            try BenchClient.path(of: self.serial, "/buttons/\(button)"),
            json: Body(action: action, duration: self.hold)
        )
        if self.options.json {
            Answer.print(data)
        } else {
            print(try Answer.decode(DeviceAnswer.self, data).state)
        }
    }
}
