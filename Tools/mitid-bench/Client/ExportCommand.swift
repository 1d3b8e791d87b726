import ArgumentParser
import CommandLineTool
import Foundation

/// `mitid-bench export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write devices with their secrets as a key container, RFC 6030 (PSKC).",
        discussion: """
            The container is plain: whoever reads it can make the codes.

            EXAMPLES
              mitid-bench export > devices.pskc.xml
              mitid-bench export --pskc devices.pskc.xml 0004711042 0004711059
            """
    )

    @Option(help: ArgumentHelp("The file, kept from other users; without it, standard output.", valueName: "file"))
    var pskc: String?

    @Argument(help: "The devices; without any, all.")
    var serials: [String] = []

    @OptionGroup
    var options: BenchOptions

    private struct Report: Encodable {
        let pskc: String
        let bytes: Int
    }

    func run() async throws {
        guard !self.options.json || self.pskc != nil else {
            throw UnusableInput("--json: a container is XML; give --pskc FILE with it")
        }
        let query = self.serials.map { URLQueryItem(name: "serial", value: $0) }
        let data = try await self.options.client().send("GET", "v1/pskc", query: query)
        guard let path = self.pskc else {
            FileHandle.standardOutput.write(data)
            return
        }
        // Made empty and closed to others first: secrets must not lie open for a moment either.
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            (try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)) != nil,
            let file = FileHandle(forWritingAtPath: path)
        else { throw UnusableInput("--pskc \(path): cannot be written") }
        defer { try? file.close() }
        do {
            try file.write(contentsOf: data)
        } catch {
            throw UnusableInput("--pskc \(path): cannot be written")
        }
        if self.options.json {
            Answer.print(try JSONEncoder().encode(Report(pskc: path, bytes: data.count)))
        }
    }
}
