import ArgumentParser
import CommandLineTool
import Foundation

/// `mitid-vectors lint`.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every vector file against its schema, its counts and its ids.",
        discussion: """
            A vector file is named <subject>_<parameters>_test.json and names its schema,
            a file of schemas/ beside it. Besides the schema these are checked:
            numberOfTests is true, the ids (tcId) ascend, a test is refused (result
            "invalid") exactly if it says what to expect, no member is named twice, every
            schema is used, and no other file lies about. Schemas are JSON Schema 2020-12,
            of which this knows a part; a keyword outside that part is an error, so that
            no check is passed over in silence.

            Findings are printed as FILE#POINTER: MESSAGE, the pointer as in RFC 6901.
            With --json:
            {"files":…,"tests":…,"findings":[{"file":…,"pointer":…,"message":…}]}.

            EXAMPLES
              mitid-vectors lint                 check ./Vectors
              mitid-vectors lint --json DIR      check another folder, for a program

            EXIT STATUS
              0  nothing found
              1  something found
              2  the folder cannot be read, or the command line is wrong
            """
    )

    @Argument(help: "The folder of vector files.")
    var folder = "Vectors"

    @Flag(help: "Print one JSON value instead of lines.")
    var json = false

    private struct Report: Encodable {
        let files: Int
        let tests: Int
        let findings: [Finding]
    }

    func run() throws {
        let lint = VectorLint(files: try VectorFolderReader.files(below: self.folder))
        if self.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let report = Report(files: lint.fileCount, tests: lint.testCount, findings: lint.findings)
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            for finding in lint.findings {
                print("\(finding)")
            }
            print("\(lint.fileCount) files, \(lint.testCount) tests, \(lint.findings.count) findings")
        }
        guard lint.findings.isEmpty else { throw ExitCode(1) }
    }
}
