/// The help of a command in lines that fit a terminal.
enum HelpText {
    /// ArgumentParser wraps everything at a column, but for the line with the usage.
    static let columns = 79

    private static let usage = "USAGE: "

    static func wrapped(_ message: String) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                line.hasPrefix(Self.usage) && line.count > Self.columns ? Self.wrapped(usage: line) : String(line)
            }
            .joined(separator: "\n")
    }

    private static func wrapped(usage line: Substring) -> String {
        var lines: [String] = []
        var current = ""
        for part in Self.parts(of: line) {
            if !current.isEmpty, current.count + 1 + part.count > Self.columns {
                lines.append(current)
                current = String(repeating: " ", count: Self.usage.count + 2) + part
            } else {
                current += current.isEmpty ? part : " " + part
            }
        }
        lines.append(current)
        return lines.joined(separator: "\n")
    }

    /// The words of a usage; what is in brackets, and an option with its value, is one.
    private static func parts(of line: Substring) -> [String] {
        var parts: [String] = []
        var depth = 0
        for word in line.split(separator: " ").map(String.init) {
            let isValue =
                word.hasPrefix("<") && parts.last?.hasPrefix("--") == true && parts.last?.contains(" ") == false
            let isContinued = word == "..." || isValue
            if depth > 0 || isContinued, let last = parts.popLast() {
                parts.append("\(last) \(word)")
            } else {
                parts.append(word)
            }
            for character in word {
                if character == "[" { depth += 1 } else if character == "]" { depth -= 1 }
            }
        }
        return parts
    }
}
