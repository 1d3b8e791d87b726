import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import OTPCore
import TokenRows

/// `mitid-activation unblock`.
struct UnblockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unblock",
        abstract: "Lift a device's temporary block, and forget its wrong codes.",
        discussion: """
            With --webhook whoever is there is told before the command ends.

            EXIT STATUS
              0  the device is not blocked
              1  there is no such device, or it is out of use for good
              2  the request is unusable
            """
    )

    @Argument(help: ArgumentHelp("The serial number of the device.", valueName: "serial"))
    var serialNumber: String

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @OptionGroup(title: "Notifications")
    var webhookOptions: WebhookOptions

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        let serialNumber = try SerialNumber(argument: self.serialNumber)
        let webhook = try self.webhookOptions.webhookOfCommand()
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        let time = UnixTime.now
        let (decision, changes) = try await store.updateNotingChanges(.device(serialNumber), at: time) { dossier, _ in
            dossier.unblock(at: time)
        }
        try decision.print(of: serialNumber, at: time, asJSON: self.json)
        await webhook?.tell(changes)
    }
}
