import Dispatch
package import Foundation

/// A program that a test runs and looks at from outside.
package struct Program: Sendable {
    package let url: URL

    /// A program of this package, built beside the tests.
    package static func built(_ name: String) throws -> Program {
        let folder = Bundle.main.bundleURL
        for candidate in [folder, folder.deletingLastPathComponent()].map({ $0.appending(path: name) })
        where FileManager.default.isExecutableFile(atPath: candidate.path()) {
            return Program(url: candidate)
        }
        throw ProgramError("\(name) is not built beside the tests in \(folder.path())")
    }

    /// A program that the machine may have or not.
    package static func installed(_ name: String) -> Program? {
        for folder in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") {
            let url = URL(filePath: String(folder)).appending(path: name)
            if FileManager.default.isExecutableFile(atPath: url.path()) {
                return Program(url: url)
            }
        }
        return nil
    }

    /// Whether a missing program is a failure: on a build machine nothing is skipped.
    package static var mustBeInstalled: Bool {
        ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// Runs the program to its end, waiting on a thread of its own so that other tests go on.
    package func run(_ arguments: [String], input: String = "") async throws -> ProgramResult {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try self.runToItsEnd(arguments, input: input) })
            }
        }
    }

    private func runToItsEnd(_ arguments: [String], input: String) throws -> ProgramResult {
        let process = Process()
        let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
        process.executableURL = self.url
        process.arguments = arguments
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardError
        try process.run()
        // What the tests put in and get out fits a pipe, so writing first and reading then cannot block.
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
        let error = try standardError.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return ProgramResult(
            status: process.terminationStatus,
            output: String(decoding: output, as: UTF8.self),
            error: String(decoding: error, as: UTF8.self)
        )
    }
}
