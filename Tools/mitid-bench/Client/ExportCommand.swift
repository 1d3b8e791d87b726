import ArgumentParser
import CommandLineTool
import Foundation

/// `mitid-bench export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write devices with their secrets as a key container, RFC 6030 (PSKC).",
        discussion: """
            Without a key the container is plain: whoever reads it can make the codes.
            Under a key of 16, 24 or 32 bytes each secret is encrypted with AES-CBC and
            has its HMAC, as makers ship them; mitid-activation import
            --container-key-file opens it.

            EXAMPLES
              mitid-bench export > devices.pskc.xml
              mitid-bench export --pskc devices.pskc.xml 0004711042 0004711059
              openssl rand -hex 16 > transport.key
              mitid-bench export --pskc devices.pskc.xml --key-file transport.key
            """
    )

    @Option(help: ArgumentHelp("The file, kept from other users; without it, standard output.", valueName: "file"))
    var pskc: String?

    @Option(
        name: [.customLong("key-file"), .customLong("container-key-file")],
        help: ArgumentHelp(
            "Encrypt the secrets under the key that is the one line of this file, in hexadecimal; - is standard input.",
            valueName: "file"
        )
    )
    var keyFile: String?

    @Option(help: ArgumentHelp("The same key itself. \(ProcessListWarning.text)", valueName: "hex"))
    var keyHex: String?

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
        let headers = try self.key().map { ["Container-Key": $0] } ?? [:]
        let data = try await self.options.client().send("GET", "v1/pskc", query: query, headers: headers)
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

    /// The key in hexadecimal, which the bench checks.
    private func key() throws(UnusableInput) -> String? {
        switch (self.keyHex, self.keyFile) {
        case (nil, nil): return nil
        case (let hex?, nil): return hex
        case (nil, let file?): return try OneLineFile.line(of: file, for: "--key-file \(file)", holding: "key")
        case (.some, .some): throw UnusableInput("--key-hex and --key-file: give one key only")
        }
    }
}
