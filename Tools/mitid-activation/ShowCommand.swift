import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import OTPCore
import TokenRows

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

    @OptionGroup(title: "Policy")
    var policyFile: PolicyFile

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        let serialNumber = try SerialNumber(argument: self.serialNumber)
        let rules = try self.policyFile.document().rules
        let store = try await self.storeOptions.openToRead()
        defer { store.close() }
        guard let record = try await store.token(serialNumber) else {
            throw ExitCode.unknownDevice(serialNumber)
        }
        AuthenticatorAnswer(record, at: .now, rules).print(asJSON: self.json)
    }
}
