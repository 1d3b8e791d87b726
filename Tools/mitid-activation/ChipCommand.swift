import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import TokenRows

/// `mitid-activation chip`.
struct ChipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chip",
        abstract: "Remove a holder's chip, or withdraw the request for a new one.",
        discussion: """
            A chip that is blocked permanently is replaced with a code of the holder's
            display or reader. A holder who has neither needs it removed: then the holder
            asks for a new chip with the password, waits, and activates it.

            A request that the holder did not make shows that somebody else has the
            password.

            EXAMPLES
              mitid-activation chip anna --remove
              mitid-activation chip anna --withdraw-request

            EXIT STATUS
              0  done
              1  there is no such holder, chip or request
              2  the request is unusable
            """
    )

    @Argument(help: ArgumentHelp("The holder's user ID.", valueName: "user-id"))
    var userID: String

    @Flag(help: "Remove the chip, blocked or not: it logs in no more.")
    var remove = false

    @Flag(help: "Withdraw the request to add a chip by password alone.")
    var withdrawRequest = false

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @OptionGroup(title: "Notifications")
    var webhookOptions: WebhookOptions

    func run() async throws {
        let userID = try UserID(argument: self.userID)
        guard self.remove != self.withdrawRequest else {
            throw UnusableInput("give one of --remove and --withdraw-request")
        }
        let webhook = try self.webhookOptions.webhookOfCommand()
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        let time = UnixTime.now
        let isRemoval = self.remove
        let (decision, changes) = try await store.updateNotingChanges(.holder(userID), at: time) { dossier, _ in
            isRemoval ? dossier.removeChip(at: time) : dossier.withdrawChipRequest(at: time)
        }
        if case .refused(let refusal) = decision {
            if refusal == .unknownHolder { throw ExitCode.unknownHolder(userID) }
            let what = isRemoval ? "chip" : "request for a chip"
            FileHandle.standardError.write(Data("mitid-activation: \(userID.text) has no \(what)\n".utf8))
            throw ExitCode(1)
        }
        await webhook?.tell(changes)
    }
}
