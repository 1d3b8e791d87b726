import Foundation
package import PostgresTokenStore
import ProgramSupport
import Synchronization

/// A real PostgreSQL server that is there for as long as the tests run.
///
/// `Tools/throw-away-postgres` runs it, and stops it when this process ends, however it does: its standard input ends then.
package final class PostgresCluster: Sendable {
    /// Whether this machine has a server to run.
    package static let isInstalled =
        (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql"))?.isEmpty == false
        && Program.installed("psql") != nil

    /// Whether a missing server is a failure: on a build machine nothing is skipped.
    package static let mustBeInstalled = Program.mustBeInstalled

    /// Why tests are skipped where it is missing.
    package static let absence = "there is no PostgreSQL server: apt-get install postgresql"

    /// The one server of this process, started by whoever needs it first.
    package static var shared: PostgresCluster {
        get async throws { try await Self.starting.value }
    }

    private static let starting = Task.detached { try PostgresCluster() }

    private let script = Process()
    private let standardInput = Pipe()
    private let socketFolder: String
    private let databaseCount = Mutex(0)

    private init() throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
            .standardizedFileURL
        let standardOutput = Pipe()
        self.script.executableURL = repository.appending(path: "Tools/throw-away-postgres")
        self.script.standardInput = self.standardInput
        self.script.standardOutput = standardOutput
        try self.script.run()
        var line = ""
        while !line.hasSuffix("\n"), let piece = try standardOutput.fileHandleForReading.read(upToCount: 1),
            !piece.isEmpty
        {
            line += String(decoding: piece, as: UTF8.self)
        }
        guard let folder = line.dropLast().split(separator: "host=").last, line.hasPrefix("postgres://") else {
            throw ProgramError("Tools/throw-away-postgres did not start a server")
        }
        self.socketFolder = String(folder)
    }

    /// The name of an empty database that nobody else has.
    package func emptyDatabase() async throws -> String {
        let number = self.databaseCount.withLock { count in
            count += 1
            return count
        }
        let name = "test_\(number)"
        try await self.psql("CREATE DATABASE \(name)", in: "mitid")
        return name
    }

    /// Where a database is.
    package func address(of database: String) throws -> PostgresAddress {
        try PostgresAddress("postgres://mitid@/\(database)?host=\(self.socketFolder)")
    }

    /// Lets PostgreSQL's own client run a statement, and gives back what it prints.
    @discardableResult
    package func psql(_ statement: String, in database: String) async throws -> String {
        guard let program = Program.installed("psql") else { throw ProgramError(Self.absence) }
        let connection = ["-h", self.socketFolder, "-U", "mitid", "-d", database]
        let result = try await program.run(connection + ["-AtqX", "-v", "ON_ERROR_STOP=1", "-c", statement])
        guard result.status == 0 else { throw ProgramError(result.error) }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
