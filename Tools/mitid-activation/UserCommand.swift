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

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        guard let userID = try? UserID(self.userID) else {
            throw UnusableInput("the user ID must be 1 to 64 letters, digits, marks and inner spaces, without a slash")
        }
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        guard let holder = try await store.holder(userID) else {
            FileHandle.standardError.write(Data("mitid-activation: no holder \(userID.text)\n".utf8))
            throw ExitCode(1)
        }
        let answer = HolderAnswer(holder, tokens: try await store.tokens(of: userID), at: .now)
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(answer) + [0x0A]))
        } else {
            print(RecordText.lines(of: answer).joined(separator: "\n"))
        }
    }
}
