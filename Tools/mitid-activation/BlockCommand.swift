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

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        let serialNumber = try SerialNumber(argument: self.serialNumber)
        let block = try self.blockOptions.block(from: .now)
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        let time = UnixTime.now
        let decision = try await store.update(.device(serialNumber)) { dossier, _ in dossier.block(block, at: time) }
        try decision.print(of: serialNumber, at: time, asJSON: self.json)
    }
}

extension OperatorDecision {
    /// Shows the device as it now stands, or says why nothing was changed.
    func print(of serialNumber: SerialNumber, at time: UnixTime, asJSON isJSON: Bool) throws {
        switch self {
        case .done(let record):
            AuthenticatorAnswer(record, at: time).print(asJSON: isJSON)
        case .unknownDevice:
            throw ExitCode.unknownDevice(serialNumber)
        case .final:
            let line = "mitid-activation: device \(serialNumber.text) is out of use, and stays so\n"
            FileHandle.standardError.write(Data(line.utf8))
            throw ExitCode(1)
        }
    }
}
