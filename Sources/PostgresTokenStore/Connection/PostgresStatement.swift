import TokenRows

/// A statement that a connection prepares when it first needs it.
struct PostgresStatement: Sendable {
    /// Its name on the connection.
    let name: String
    let sql: String

    init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }

    /// The statement with its parameters, `$1` first.
    func with(_ parameters: [PostgresParameter]) -> PostgresCommand {
        PostgresCommand(statement: self, parameters: parameters)
    }

    /// The same with a value in each place.
    func with(_ values: [ColumnValue] = []) -> PostgresCommand {
        self.with(values.map { .value($0) })
    }

    static let begin = PostgresStatement("begin", "BEGIN ISOLATION LEVEL READ COMMITTED")
    static let commit = PostgresStatement("commit", "COMMIT")
    static let rollback = PostgresStatement("rollback", "ROLLBACK")
}

/// A statement and what stands in the places of its parameters.
struct PostgresCommand: Sendable {
    let statement: PostgresStatement
    let parameters: [PostgresParameter]
}
