import CPostgres
import TokenRows

/// One session on a server; its calls wait for the answer, so they belong on a thread of their own.
///
/// Statements go out together and their answers come back together, libpq chapter "Pipeline Mode": a decision takes two
/// round trips however many statements it is made of. `@safe`: the C connection is owned, set once and never handed out.
@safe
struct PostgresConnection: ~Copyable {
    /// So many statements are under way at most: their answers fit into the sockets' buffers while nobody reads them.
    static var pipelineDepth: Int { 64 }

    private let connection: OpaquePointer
    private var prepared: Set<String> = []

    /// Connects, and waits until the session is there.
    static func open(_ address: PostgresAddress) throws(PostgresError) -> PostgresConnection {
        guard let raw = unsafe connectTo(address.connectionText) else {
            throw PostgresError(kind: .disconnected, message: "there is no memory for a connection")
        }
        let connection = unsafe PostgresConnection(owning: raw)
        guard unsafe PQstatus(raw) == CONNECTION_OK else { throw connection.failure() }
        unsafe silenceNotices(raw)
        guard unsafe PQenterPipelineMode(raw) == 1 else { throw connection.failure() }
        return connection
    }

    private init(owning connection: OpaquePointer) {
        unsafe self.connection = connection
    }

    deinit {
        unsafe PQfinish(self.connection)
    }

    /// Whether the session is usable as far as is known.
    var isOpen: Bool { unsafe PQstatus(self.connection) == CONNECTION_OK }

    /// Runs statements in their order and gives back the rows of each.
    ///
    /// - Throws: The first failure; the statements after it are not run.
    mutating func run(_ commands: [PostgresCommand]) throws(PostgresError) -> [[PostgresRow]] {
        var answers: [[PostgresRow]] = []
        answers.reserveCapacity(commands.count)
        var start = 0
        while start < commands.count {
            let end = min(start + Self.pipelineDepth, commands.count)
            answers += try self.runPipeline(commands[start..<end])
            start = end
        }
        return answers
    }

    /// Runs text of several statements without parameters and without answers, as migrations are written.
    mutating func run(script: String) throws(PostgresError) {
        guard unsafe PQexitPipelineMode(self.connection) == 1 else { throw self.failure() }
        let result = unsafe PQexec(self.connection, script)
        let failure = unsafe self.failure(of: result)
        unsafe PQclear(result)
        guard unsafe PQenterPipelineMode(self.connection) == 1 else { throw self.failure() }
        if let failure { throw failure }
    }

    private mutating func runPipeline(_ commands: ArraySlice<PostgresCommand>) throws(PostgresError) -> [[PostgresRow]]
    {
        // The answers to come: to a preparation, or to a command.
        var expected: [PostgresStatement?] = []
        var preparing: Set<String> = []
        for command in commands {
            let statement = command.statement
            if !self.prepared.contains(statement.name), preparing.insert(statement.name).inserted {
                let sent = unsafe PQsendPrepare(self.connection, statement.name, statement.sql, 0, nil)
                guard sent == 1 else { throw self.failure() }
                expected.append(statement)
            }
            let parameters = PostgresParameters(command.parameters)
            let connection = unsafe self.connection
            let sent = unsafe parameters.withPointers { count, values, lengths, formats in
                unsafe PQsendQueryPrepared(connection, statement.name, count, values, lengths, formats, 1)
            }
            guard sent == 1 else { throw self.failure() }
            expected.append(nil)
        }
        guard unsafe PQpipelineSync(self.connection) == 1 else { throw self.failure() }
        return try self.answers(to: expected)
    }

    /// Takes in all answers up to the synchronisation point, whatever fails on the way.
    private mutating func answers(to expected: [PostgresStatement?]) throws(PostgresError) -> [[PostgresRow]] {
        var answers: [[PostgresRow]] = []
        var failure: PostgresError?
        for preparation in expected {
            let result = unsafe PQgetResult(self.connection)
            defer { unsafe PQclear(result) }
            if let refused = unsafe self.failure(of: result) {
                failure = failure ?? refused
                if refused.endsConnection { throw failure ?? refused }
            } else if let preparation {
                self.prepared.insert(preparation.name)
            } else if failure == nil {
                answers.append(unsafe Self.rows(of: result))
            }
            // A nil ends the answer to each statement.
            let end = unsafe PQgetResult(self.connection)
            guard unsafe end == nil else {
                unsafe PQclear(end)
                throw PostgresError(kind: .disconnected, message: "the server answered out of turn")
            }
        }
        let sync = unsafe PQgetResult(self.connection)
        defer { unsafe PQclear(sync) }
        guard unsafe PQresultStatus(sync) == PGRES_PIPELINE_SYNC else {
            throw PostgresError(kind: .disconnected, message: self.failure().message)
        }
        if let failure { throw failure }
        return answers
    }

    private static func rows(of result: OpaquePointer?) -> [PostgresRow] {
        let columns = unsafe PQnfields(result)
        return unsafe (0..<PQntuples(result)).map { row in
            let byteCount = (0..<columns).reduce(0) { unsafe $0 + Int(PQgetlength(result, row, $1)) }
            var read = PostgresRow(columnCount: Int(columns), byteCount: byteCount)
            for column in 0..<columns {
                guard unsafe PQgetisnull(result, row, column) == 0 else {
                    unsafe read.append(nil)
                    continue
                }
                let count = unsafe Int(PQgetlength(result, row, column))
                unsafe read.append(UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: count))
            }
            return read
        }
    }

    /// What a result says went wrong; nil if nothing did.
    private func failure(of result: OpaquePointer?) -> PostgresError? {
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return nil
        case PGRES_PIPELINE_ABORTED:
            return PostgresError(kind: .refused(state: "25P02"), message: "an earlier statement failed")
        default:
            guard
                let state = unsafe PQresultErrorField(result, fieldOfState),
                let message = unsafe PQresultErrorField(result, fieldOfMessage)
            else { return PostgresError(kind: .disconnected, message: self.failure().message) }
            return unsafe PostgresError(
                kind: .refused(state: String(cString: state)),
                message: String(cString: message)
            )
        }
    }

    /// What libpq says of the connection, in one line.
    private func failure() -> PostgresError {
        let text = unsafe PQerrorMessage(self.connection).map { unsafe String(cString: $0) } ?? ""
        let line = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }.joined(separator: " ")
        return PostgresError(kind: .disconnected, message: line.isEmpty ? "the connection was lost" : line)
    }
}
