import ArgumentParser
import CommandLineTool
import PSKC

/// `mitid-token pskc show`.
struct PSKCShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the keys of a container, one a line, without their secrets.",
        discussion: """
            EXAMPLES
              mitid-token pskc show makers.pskcxml --key-file transport.key
              mitid-token pskc show bench.pskc --json --reveal-secrets

            With --json: {"records":[{"key":{…}} or {"rejected":{…}} …],"keys":n,
            "rejectedCount":n,"complete":true, …}, written as the file is read.
            """
    )

    /// One element of the array that `--json` prints.
    private struct Record: Encodable {
        var key: KeyReport?
        var rejected: RejectReport?
    }

    @OptionGroup
    var container: ContainerOptions

    @Flag(help: "Print the secrets too, in hexadecimal.")
    var revealSecrets = false

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() throws {
        var summary = ContainerSummary()
        var stream = JSONStream(array: "records")
        do {
            let end = try self.container.read { record in
                let line: String
                switch consume record {
                case .key(let key):
                    summary.count(key.properties)
                    let report = KeyReport(key, revealingSecret: self.revealSecrets)
                    if self.json { return try stream.append(Record(key: report)) }
                    line = report.text
                case .rejected(let reject):
                    summary.count(reject)
                    if self.json { return try stream.append(Record(rejected: RejectReport(reject))) }
                    line = "rejected: \(reject)"
                }
                print(PrintableText.line(line))
            }
            summary.end(end)
        } catch {
            try self.end(&stream, summary)
            throw error
        }
        try self.end(&stream, summary)
        guard summary.rejectedCount == 0 else { throw ExitCode(1) }
    }

    private func end(_ stream: inout JSONStream, _ summary: ContainerSummary) throws {
        if self.json {
            try stream.end(with: summary)
        } else if summary.complete || !summary.isEmpty {
            print(summary.text)
        }
    }
}
