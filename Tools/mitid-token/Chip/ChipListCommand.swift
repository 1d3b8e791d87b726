import ArgumentParser
import CommandLineTool
import Foundation
import Glibc
import PCSCTransport
import USBTransport

/// `mitid-token chip list`.
struct ChipListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List security keys in USB ports, and card readers with their cards.",
        discussion: """
            Nothing is opened, so that no other program is disturbed. A key that cannot be
            used says why: another program has it, or this user may not open it.

            EXAMPLES
              mitid-token chip list
              mitid-token chip list --watch

            With --json: [{"transport":"usb","place":"1-4.2","vendor":"1050",
            "product":"0407","release":"0543","manufacturer":…,"name":…,
            "serialNumber":…,"state":"ready"|"inUse"|"noPermission","reason":…} …] and
            {"transport":"card","place":…,"answerToReset":…,
            "state":"ready"|"inUse"|"empty"|"mute","reason":…}; with --watch a line of
            {"change":"arrived"|"left"|"changed","token":{…}} for each change.

            EXIT STATUS
              0  listed, also if there is nothing
              2  neither USB nor card readers can be asked
            """
    )

    @Flag(help: "Go on, and print each change until Ctrl-C.")
    var watch = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        guard self.watch else {
            let found = FoundTokens.now()
            for problem in found.problems { Self.complain(problem) }
            guard found.problems.count < FoundTokens.transportCount else {
                throw UnusableInput("neither USB nor card readers can be asked")
            }
            try self.show(found.tokens)
            return
        }
        var last: [FoundToken] = []
        var complaints: [String] = []
        for await found in FoundTokens.changes() {
            for problem in found.problems where !complaints.contains(problem) { Self.complain(problem) }
            complaints = found.problems
            for (change, token) in found.tokens.changes(from: last) { try self.show(change, token) }
            last = found.tokens
        }
    }

    private func show(_ tokens: [FoundToken]) throws {
        if self.json {
            try JSONText.print(tokens)
        } else if tokens.isEmpty {
            print("no security key and no card reader is connected")
        } else {
            for token in tokens { print(token.line) }
        }
    }

    private func show(_ change: FoundTokens.Change, _ token: FoundToken) throws {
        if self.json {
            try JSONText.print(ChangeReport(change: change.rawValue, token: token))
        } else {
            let signs: [FoundTokens.Change: String] = [.arrived: "+", .left: "-", .changed: "~"]
            print("\(signs[change] ?? "") \(token.line)")
        }
        // Whoever reads a pipe sees each change when it happens.
        fflush(nil)
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("mitid-token: \(text)\n".utf8))
    }

    private struct ChangeReport: Encodable {
        let change: String
        let token: FoundToken
    }
}
