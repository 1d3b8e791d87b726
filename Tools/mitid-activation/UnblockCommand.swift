import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import OTPCore
import TokenRows

/// `mitid-activation unblock`.
struct UnblockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unblock",
        abstract: "Lift a device's temporary block, or forget a holder's or a caller's wrong tries.",
        discussion: """
            With a serial number: the device's temporary block ends, an operator's too,
            and its wrong codes are forgotten. With --user: wrong passwords and
            activations of the holder, and wrong codes of the holder's devices, are
            forgotten. A block that an operator has set stays. With --caller: the wrong
            tries of a caller are forgotten; its name is the one in the token file.

            With --webhook the receiver is notified before the command ends.

            EXAMPLES
              mitid-activation unblock 0001
              mitid-activation unblock --user anna
              mitid-activation unblock --caller portal

            EXIT STATUS
              0  the device is not blocked, or the tries are forgotten
              1  there is no such device or holder, or the device is out of use for good
              2  the request is unusable
            """
    )

    @Argument(help: ArgumentHelp("The serial number of the device.", valueName: "serial"))
    var serialNumber: String?

    @Option(help: ArgumentHelp("Forget the wrong tries under this user ID.", valueName: "user-id"))
    var user: String?

    @Option(help: ArgumentHelp("Forget the wrong tries of this caller.", valueName: "name"))
    var caller: String?

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @OptionGroup(title: "Notifications")
    var webhookOptions: WebhookOptions

    @Flag(help: "Print one JSON value.")
    var json = false

    private enum Target {
        case device(SerialNumber)
        case holder(UserID)
        case caller(CallerID)
    }

    func run() async throws {
        let target = try self.target()
        let webhook = try self.webhookOptions.webhookOfCommand()
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        let time = UnixTime.now
        switch target {
        case .device(let serialNumber):
            let (decision, changes) = try await store.updateNotingChanges(
                .device(serialNumber),
                at: time
            ) { dossier, _ in dossier.unblock(at: time) }
            try decision.print(of: serialNumber, at: time, asJSON: self.json)
            await webhook?.tell(changes)
        case .holder(let userID):
            let (holder, changes) = try await store.updateNotingChanges(.holder(userID), at: time) { dossier, _ in
                dossier.unblockHolder(at: time)
            }
            guard let holder else { throw ExitCode.unknownHolder(userID) }
            HolderAnswer(holder, tokens: try await store.tokens(of: userID), at: time, .standard)
                .print(asJSON: self.json)
            await webhook?.tell(changes)
        case .caller(let id):
            let before = try await store.update(.caller(id), caller: id) { dossier, _ in
                dossier.unblockCaller(at: time)
            }
            let answer = CallerAttemptsAnswer(before ?? CallerRecord(id: id), at: time, ThrottlePolicy.standard)
            if self.json {
                FileHandle.standardOutput.write(Data(JSONText.encode(answer) + [0x0A]))
            } else {
                print("caller         \(answer.caller)")
                print("was throttled  \(answer.wasThrottledUntil.map { "until \($0)" } ?? "no")")
            }
        }
    }

    private func target() throws(UnusableInput) -> Target {
        switch (self.serialNumber, self.user, self.caller) {
        case (let serialNumber?, nil, nil):
            return .device(try SerialNumber(argument: serialNumber))
        case (nil, let user?, nil):
            return .holder(try UserID(argument: user))
        case (nil, nil, let caller?):
            guard let id = CallerID(tokenName: caller) else {
                throw UnusableInput("--caller \(caller): a caller is named by 1 to 64 letters, digits and -._")
            }
            return .caller(id)
        default:
            throw UnusableInput("give one of a serial number, --user and --caller")
        }
    }
}
