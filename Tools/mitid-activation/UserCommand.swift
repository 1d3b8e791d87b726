import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import TokenRows

/// `mitid-activation user`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Show what the service knows of a holder; never the password.",
        discussion: """
            Wrong tries are shown with the end of the block they have brought; 'unblock
            --user' forgets them. A request for a chip is shown with the times of the
            policy that the service runs with: give the same --policy.

            EXIT STATUS
              0  shown
              1  there is no such holder
              2  the request is unusable
            """
    )

    @Argument(help: ArgumentHelp("The holder's user ID.", valueName: "user-id"))
    var userID: String

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @OptionGroup(title: "Policy")
    var policyFile: PolicyFile

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        let userID = try UserID(argument: self.userID)
        let rules = try self.policyFile.document().rules
        let store = try await self.storeOptions.openToRead()
        defer { store.close() }
        guard let holder = try await store.holder(userID) else {
            throw ExitCode.unknownHolder(userID)
        }
        let answer = HolderAnswer(holder, tokens: try await store.tokens(of: userID), at: .now, rules)
        answer.print(asJSON: self.json)
    }
}

extension UserID {
    /// The user ID given on the command line.
    init(argument text: String) throws(UnusableInput) {
        do {
            try self.init(text)
        } catch {
            throw UnusableInput("the user ID must be 1 to 64 letters, digits, marks and inner spaces, without a slash")
        }
    }
}

extension ExitCode {
    /// Says that there is no such holder.
    static func unknownHolder(_ userID: UserID) -> ExitCode {
        FileHandle.standardError.write(Data("mitid-activation: no holder \(userID.text)\n".utf8))
        return ExitCode(1)
    }
}
