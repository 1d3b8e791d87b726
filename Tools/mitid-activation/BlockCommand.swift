import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import OTPCore
import TokenRows

/// `mitid-activation block`.
struct BlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block",
        abstract: "Block a device: none of its codes is accepted.",
        discussion: """
            Without an option the block ends by itself after a day. A service may run on
            the same store meanwhile, and keeps to it from the next code on.

            With --webhook whoever is there is told before the command ends; if that does
            not succeed within ten seconds, a line on standard error says so, and the
            device is blocked all the same.

            EXAMPLES
              mitid-activation block 0001
              mitid-activation block 0001 --for PT8H
              mitid-activation block 0001 --permanent

            EXIT STATUS
              0  the device is blocked
              1  there is no such device, or it is out of use already
              2  the request is unusable
            """
    )

    @Argument(help: ArgumentHelp("The serial number of the device.", valueName: "serial"))
    var serialNumber: String

    @OptionGroup(title: "Block")
    var blockOptions: BlockOptions

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @OptionGroup(title: "Notifications")
    var webhookOptions: WebhookOptions

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        let serialNumber = try SerialNumber(argument: self.serialNumber)
        let block = try self.blockOptions.block(from: .now)
        let webhook = try self.webhookOptions.webhookOfCommand()
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        let time = UnixTime.now
        let (decision, changes) = try await store.updateNotingChanges(.device(serialNumber), at: time) { dossier, _ in
            dossier.block(block, at: time)
        }
        try decision.print(of: serialNumber, at: time, asJSON: self.json)
        await webhook?.tell(changes)
    }
}

extension Webhook {
    /// Tells the changes a command has made, and says so if that was not possible.
    func tell(_ changes: [DeviceChange]) async {
        for change in changes { self.notify(change) }
        guard await self.drain() > 0 else { return }
        let line = "mitid-activation: it is done, but whoever --webhook names could not be told\n"
        FileHandle.standardError.write(Data(line.utf8))
    }
}

extension OperatorDecision {
    /// Shows the device as it now stands, or says why nothing was changed.
    func print(of serialNumber: SerialNumber, at time: UnixTime, asJSON isJSON: Bool) throws {
        switch self {
        case .done(let record):
            AuthenticatorAnswer(record, at: time, nil).print(asJSON: isJSON)
        case .unknownDevice:
            throw ExitCode.unknownDevice(serialNumber)
        case .final:
            let line = "mitid-activation: device \(serialNumber.text) is out of use, and stays so\n"
            FileHandle.standardError.write(Data(line.utf8))
            throw ExitCode(1)
        }
    }
}
