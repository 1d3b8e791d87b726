import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import OTPCore
import SQLiteTokenStore

/// `mitid-activation show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what the service knows of a device; never its secret.",
        discussion: """
            EXIT STATUS
              0  shown
              1  there is no such device
              2  the request is unusable
            """
    )

    @Argument(help: ArgumentHelp("The serial number of the device.", valueName: "serial"))
    var serialNumber: String

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        guard let serialNumber = try? SerialNumber(self.serialNumber) else {
            throw UnusableInput("the serial number must be 1 to 64 letters, digits and -._:+")
        }
        let store = try self.storeOptions.openExisting()
        defer { store.close() }
        guard let record = try await store.token(serialNumber) else {
            FileHandle.standardError.write(Data("mitid-activation: no device \(serialNumber.text)\n".utf8))
            throw ExitCode(1)
        }
        let answer = AuthenticatorAnswer(record)
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(answer) + [0x0A]))
        } else {
            print(RecordText.lines(of: answer).joined(separator: "\n"))
        }
    }
}
