package import ArgumentParser

/// How a tool ends: its exit status, and what it says last.
///
/// Status 0: done. 1: the answer is no. 2: the request or the input is unusable, said in one line on standard error.
/// ArgumentParser by itself answers a slip with three lines and status 64.
package struct ToolExit: Equatable, Sendable {
    package let status: Int32
    package let standardOutput: String
    package let standardError: String

    /// The end that an error means for the tool `Command`.
    package init<Command: ParsableCommand>(_ error: any Error, of _: Command.Type) {
        if let status = error as? ExitCode {
            self.init(status: status.rawValue)
            return
        }
        let tool = Command._commandName
        if let unusable = error as? UnusableInput {
            self.init(status: 2, standardError: Self.line(tool: tool, unusable.description))
            return
        }
        if Command.exitCode(for: error).isSuccess {
            // --help, --version and the completion scripts arrive as errors too.
            let message = Command.fullMessage(for: error, columns: HelpText.columns)
            self.init(status: 0, standardOutput: HelpText.wrapped(message) + "\n")
            return
        }
        let message = Command.message(for: error)
        self.init(status: 2, standardError: Self.line(tool: tool, "\(message); see \(tool) --help"))
    }

    private init(status: Int32, standardOutput: String = "", standardError: String = "") {
        self.status = status
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// One line, whatever is in the message: a line break in an argument must not make two of it.
    private static func line(tool: String, _ message: String) -> String {
        var line = "\(tool): "
        var wasSpace = false
        for scalar in message.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if isSpace {
                line += wasSpace ? "" : " "
            } else if scalar.value < 0x20 || scalar.value == 0x7F {
                line += "?"
            } else {
                line.unicodeScalars.append(scalar)
            }
            wasSpace = isSpace
        }
        while line.hasSuffix(".") || line.hasSuffix(" ") {
            line.removeLast()
        }
        return line + "\n"
    }
}
