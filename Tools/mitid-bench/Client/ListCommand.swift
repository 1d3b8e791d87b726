import ArgumentParser
import Foundation

/// `mitid-bench list`.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the devices: serial number, kind, what can be seen, name."
    )

    @OptionGroup
    var options: BenchOptions

    func run() async throws {
        let data = try await self.options.client().send("GET", "v1/devices")
        if self.options.json {
            Answer.print(data)
        } else {
            let devices = try Answer.decode([DeviceAnswer].self, data)
            for line in Self.table(of: devices.map(\.columns)) { print(line) }
        }
    }

    /// Lines in which each column begins at one place.
    private static func table(of rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { row in column < row.count ? row[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                text + String(repeating: " ", count: widths[column] - text.count)
            }
            return cells.joined(separator: "  ").trimmingTrailingSpaces
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
