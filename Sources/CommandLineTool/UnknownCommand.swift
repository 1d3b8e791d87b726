import ArgumentParser

/// The first word that names no command, where a command has to be named: ArgumentParser would count it and all that follows
/// as unexpected arguments.
struct UnknownCommand {
    let word: String

    /// The command that was probably meant.
    let names: [String]

    /// The command below which it should be.
    let tool: String

    /// Nil if every command is known.
    static func first(in arguments: [String], of tool: any ParsableCommand.Type) -> UnknownCommand? {
        var subcommands = tool.configuration.subcommands
        var path = tool._commandName
        for argument in arguments {
            if subcommands.isEmpty || argument.hasPrefix("-") || argument == "help" { return nil }
            let names = subcommands.map { command in command._commandName }
            guard let index = names.firstIndex(of: argument) else {
                return UnknownCommand(word: argument, names: names, tool: path)
            }
            subcommands = subcommands[index].configuration.subcommands
            path += " \(argument)"
        }
        return nil
    }

    var message: String {
        let distances = self.names.map { name in (name: name, distance: Self.distance(self.word, name)) }
        let nearest = distances.min { $0.distance < $1.distance }
        let others = "there are \(self.names.joined(separator: ", "))"
        let hint =
            nearest.map { $0.distance <= max(1, $0.name.count / 3) ? "did you mean '\($0.name)'?" : others } ?? others
        return "there is no command '\(self.word)'; \(hint) (see \(self.tool) --help)"
    }

    /// Levenshtein distance, where a longer word with the same beginning has distance 1.
    private static func distance(_ word: String, _ name: String) -> Int {
        if !word.isEmpty, name.hasPrefix(word) { return 1 }
        let letters = Array(name)
        var row = Array(0...letters.count)
        for (index, letter) in word.enumerated() {
            var last = row[0]
            row[0] = index + 1
            for column in letters.indices {
                let changed = last + (letters[column] == letter ? 0 : 1)
                last = row[column + 1]
                row[column + 1] = min(changed, last + 1, row[column] + 1)
            }
        }
        return row[letters.count]
    }
}
