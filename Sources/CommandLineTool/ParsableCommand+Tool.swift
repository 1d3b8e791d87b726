package import ArgumentParser
import Foundation

extension ParsableCommand {
    /// Parses the process's arguments, runs the command they name and ends the process with a ``ToolExit``.
    package static func runTool() async -> Never {
        Backtraces.hideMemory()
        CoreDump.forbid()
        var ending: ToolExit?
        do {
            if let unknown = UnknownCommand.first(in: Array(CommandLine.arguments.dropFirst()), of: Self.self) {
                throw UnusableInput(unknown.message)
            }
            var command = try Self.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            ending = ToolExit(error, of: Self.self)
        }
        guard let ending else { Foundation.exit(0) }
        FileHandle.standardOutput.write(Data(ending.standardOutput.utf8))
        FileHandle.standardError.write(Data(ending.standardError.utf8))
        Foundation.exit(ending.status)
    }
}
