import ArgumentParser
import CommandLineTool
import PSKC

/// `mitid-token pskc check`.
struct PSKCCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a container to its end and print what is wrong with it.",
        discussion: """
            Every record is read as an import would: its MAC checked, its secret opened.

            EXAMPLE
              mitid-token pskc check makers.pskcxml --password-file password.txt

            With --json: {"rejected":[{"serialNumber":…,"line":…,"reason":…} …],"keys":n,
            "rejectedCount":n,"complete":true, …}.
            """
    )

    @OptionGroup
    var container: ContainerOptions

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() throws {
        var summary = ContainerSummary()
        var stream = JSONStream(array: "rejected")
        do {
            let end = try self.container.read { record in
                switch consume record {
                case .key(let key):
                    summary.count(key.properties)
                case .rejected(let reject):
                    summary.count(reject)
                    if self.json {
                        try stream.append(RejectReport(reject))
                    } else {
                        print(PrintableText.line(reject.description))
                    }
                }
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
