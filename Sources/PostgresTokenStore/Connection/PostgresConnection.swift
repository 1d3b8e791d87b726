import CPostgres
import TokenRows

/// One session on a server that takes changes; its calls wait for the answer, so they belong on a thread of their own.
///
/// Statements go out together and their answers come back together, libpq chapter "Pipeline Mode": a decision takes two
/// round trips however many statements it is made of.
struct PostgresConnection: ~Copyable {
    /// So many statements are under way at most: their answers fit into the sockets' buffers while nobody reads them.
    static var pipelineDepth: Int { 64 }

    private let line: PostgresLine
    private let limits: PostgresLimits
    private var prepared: Set<String> = []

    /// The error that ended the connection; after it nothing is sent, because a late answer would be taken for the next one.
    private var end: PostgresError?

    /// Connects to the first server of an address that can be used.
    ///
    /// - Parameters:
    ///   - address: The servers.
    ///   - target: Which of them may be used.
    ///   - limits: How long each answer may take.
    ///   - timeLeft: The time left for connecting.
    /// - Returns: The connection.
    /// - Throws: The errors of all servers that were tried.
    static func open(
        _ address: PostgresAddress,
        _ target: PostgresAddress.Target,
        _ limits: PostgresLimits,
        timeLeft: () -> Duration
    ) throws(PostgresError) -> PostgresConnection {
        var failures: [PostgresError] = []
        for host in address.hosts {
            let places: [String?]
            do throws(PostgresError) {
                places = try host.addresses(within: min(address.connectLimit, timeLeft()))
            } catch {
                failures.append(error)
                continue
            }
            for place in places {
                let limit = min(address.connectLimit, timeLeft())
                guard failures.isEmpty || limit > .zero else { throw PostgresError(ofServers: failures) }
                do throws(PostgresError) {
                    let line = try PostgresLine.open(address, host, at: place, within: limit)
                    var connection = PostgresConnection(on: line, limits)
                    try connection.begin(at: host, target)
                    return connection
                } catch {
                    failures.append(error)
                }
            }
        }
        throw PostgresError(ofServers: failures)
    }

    private init(on line: consuming PostgresLine, _ limits: PostgresLimits) {
        self.line = line
        self.limits = limits
    }

    /// Runs statements in their order and gives back the rows of each.
    ///
    /// - Parameters:
    ///   - commands: The statements.
    ///   - answer: How long the answer may take.
    /// - Returns: The rows.
    /// - Throws: The first failure; the statements after it are not run.
    mutating func run(
        _ commands: [PostgresCommand],
        _ answer: PostgresAnswer
    ) throws(PostgresError) -> [[PostgresRow]] {
        if let end = self.end { throw end }
        var answers: [[PostgresRow]] = []
        answers.reserveCapacity(commands.count)
        var start = 0
        while start < commands.count {
            let end = min(start + Self.pipelineDepth, commands.count)
            do throws(PostgresError) {
                answers += try self.runPipeline(commands[start..<end], answer)
            } catch {
                throw self.noting(error)
            }
            start = end
        }
        return answers
    }

    /// Runs text of several statements without parameters and without answers, as migrations are written.
    mutating func run(script: String, _ answer: PostgresAnswer) throws(PostgresError) {
        if let end = self.end { throw end }
        do throws(PostgresError) {
            try self.runScript(script, answer)
        } catch {
            throw self.noting(error)
        }
    }

    private mutating func noting(_ error: PostgresError) -> PostgresError {
        if error.endsConnection { self.end = error }
        return error
    }

    private mutating func runScript(_ script: String, _ answer: PostgresAnswer) throws(PostgresError) {
        try self.line.setPipelineMode(false)
        try self.line.send(script: script)
        let wait = self.limits.wait(for: answer)
        var failure: PostgresError?
        _ = self.line.takeWarnings()
        while let result = try self.line.nextResult(wait) { failure = failure ?? self.failure(of: result) }
        // Whether the statement that warned is a commit is not known. No script of ours warns for another reason.
        failure = failure ?? Self.uncertainty(self.line.takeWarnings())
        if let failure, failure.endsConnection { throw failure }
        try self.line.setPipelineMode(true)
        if let failure { throw failure }
    }

    private mutating func begin(at host: PostgresHost, _ target: PostgresAddress.Target) throws(PostgresError) {
        try self.line.setPipelineMode(true)
        try self.run(script: PostgresSettings.script(serverVersion: self.line.serverVersion), .short)
        let state = try self.run([ServerState.question.with()], .short)[0].first.map { ServerState($0) }
        guard let objection = state?.objection(to: target) else { return }
        throw PostgresError(kind: .unfit, message: "\(host): \(objection)")
    }

    /// An expected answer.
    private enum Expected {
        case preparation(PostgresStatement)
        case rows(of: PostgresStatement)
    }

    private mutating func runPipeline(
        _ commands: ArraySlice<PostgresCommand>,
        _ answer: PostgresAnswer
    ) throws(PostgresError) -> [[PostgresRow]] {
        var expected: [Expected] = []
        var preparing: Set<String> = []
        for command in commands {
            let statement = command.statement
            if !self.prepared.contains(statement.name), preparing.insert(statement.name).inserted {
                try self.line.sendPreparation(of: statement)
                expected.append(.preparation(statement))
            }
            try self.line.send(command)
            expected.append(.rows(of: statement))
        }
        try self.line.sendSynchronisation()
        return try self.answers(to: expected, self.limits.wait(for: answer))
    }

    /// Takes in all answers up to the synchronisation point, whatever fails on the way.
    private mutating func answers(
        to expected: [Expected],
        _ wait: PostgresWait
    ) throws(PostgresError) -> [[PostgresRow]] {
        var answers: [[PostgresRow]] = []
        var failure: PostgresError?
        var last = PostgresStatement.commit
        var warnings = self.line.takeWarnings()
        for next in expected {
            guard let result = try self.line.nextResult(wait) else { throw self.outOfTurn }
            // The warnings since the result before. libpq may read those that follow this result as well, but it stops at the
            // next statement's first message. So warnings of a COMMIT are always found with its own result.
            warnings = self.line.takeWarnings()
            if let refused = self.failure(of: result) {
                failure = failure ?? refused
                if refused.endsConnection { throw failure ?? refused }
            } else {
                switch next {
                case .preparation(let statement): self.prepared.insert(statement.name)
                case .rows(let statement):
                    last = statement
                    if statement.name == PostgresStatement.commit.name {
                        failure = failure ?? Self.uncertainty(warnings)
                    }
                    answers.append(result.rows)
                }
            }
            // A nil ends the answer to each statement.
            guard try self.line.nextResult(wait) == nil else { throw self.outOfTurn }
        }
        guard let sync = try self.line.nextResult(wait), sync.status == PGRES_PIPELINE_SYNC else {
            throw PostgresError(kind: .disconnected, message: self.line.failure().message)
        }
        // Statements outside of a transaction are committed here.
        if !self.line.isInTransaction,
            ![PostgresStatement.commit.name, PostgresStatement.rollback.name].contains(last.name)
        {
            failure = failure ?? Self.uncertainty(warnings + self.line.takeWarnings())
        }
        if let failure { throw failure }
        return answers
    }

    private var outOfTurn: PostgresError {
        PostgresError(kind: .disconnected, message: "the server answered out of turn")
    }

    /// The error of a commit that came with warnings, such as one whose wait for a standby was cancelled.
    private static func uncertainty(_ warnings: [String]) -> PostgresError? {
        guard !warnings.isEmpty else { return nil }
        let text = warnings.joined(separator: "; ")
        return PostgresError(kind: .uncertain, message: "the server warned while it committed: \(text)")
    }

    /// The error in a result; `nil` if there is none.
    private func failure(of result: borrowing PostgresResult) -> PostgresError? {
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return nil
        case PGRES_PIPELINE_ABORTED:
            return PostgresError(kind: .refused(state: "25P02"), message: "an earlier statement failed")
        default:
            guard let state = result.field(fieldOfState), let message = result.field(fieldOfMessage) else {
                return PostgresError(kind: .disconnected, message: self.line.failure().message)
            }
            // FATAL and PANIC end the session.
            guard result.field(fieldOfSeverity) == "ERROR" else {
                return PostgresError(kind: .disconnected, message: message)
            }
            return PostgresError(
                kind: .refused(state: state),
                message: message,
                constraint: result.field(fieldOfConstraint)
            )
        }
    }
}
