import GRDB
import GRDBSQLite
import TokenRows

/// A statement of a connection, run through SQLite's own interface.
///
/// GRDB prepares it and keeps it for the next time. Its own way to bind values and to read them is for any type in any place,
/// and takes several times as long as the statement. `@safe`: the C statement lives as long as GRDB's, which is held here.
@safe
struct PreparedStatement {
    private let database: Database
    private let statement: Statement

    init(_ text: String, in database: Database) throws {
        self.database = database
        self.statement = try database.cachedStatement(sql: text)
    }

    /// Runs a statement that has no answer.
    func execute(_ values: [ColumnValue]) throws {
        defer { self.reset() }
        try self.bind(values)
        while try self.step() {}
    }

    /// Reads each row of the answer.
    func rows<Result>(_ values: [ColumnValue], _ read: (PreparedRow) throws -> Result) throws -> [Result] {
        defer { self.reset() }
        try self.bind(values)
        var results: [Result] = []
        while try self.step() { results.append(try unsafe read(PreparedRow(of: self.statement.sqliteStatement))) }
        return results
    }

    /// Whether there is another row.
    private func step() throws -> Bool {
        switch unsafe sqlite3_step(self.statement.sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw self.error(code)
        }
    }

    private func bind(_ values: [ColumnValue]) throws {
        for (index, value) in values.enumerated() {
            let code = self.bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw self.error(code) }
        }
    }

    private func bind(_ value: ColumnValue, at index: Int32) -> Int32 {
        let statement = unsafe self.statement.sqliteStatement
        // SQLite copies what it is given.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(statement, index)
        case .integer(let number):
            return unsafe sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { utf8 in
                unsafe utf8.withMemoryRebound(to: CChar.self) { bytes in
                    unsafe sqlite3_bind_text(
                        statement,
                        index,
                        bytes.baseAddress,
                        Int32(clamping: bytes.count),
                        transient
                    )
                }
            }
        case .bytes(let bytes):
            // No address would be NULL and no bytes.
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(statement, index, 0) }
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(clamping: bytes.count), transient)
            }
        }
    }

    private func reset() {
        unsafe sqlite3_reset(self.statement.sqliteStatement)
        unsafe sqlite3_clear_bindings(self.statement.sqliteStatement)
    }

    private func error(_ code: Int32) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code), message: self.database.lastErrorMessage)
    }
}

/// The row a statement stands at, until its next step.
@safe
struct PreparedRow: StoredRow {
    private let statement: OpaquePointer

    fileprivate init(of statement: OpaquePointer) {
        unsafe self.statement = statement
    }

    func integer(at column: Int) -> Int64? {
        guard self.type(of: column) == SQLITE_INTEGER else { return nil }
        return unsafe sqlite3_column_int64(self.statement, Int32(column))
    }

    func text(at column: Int) -> String? {
        guard self.type(of: column) == SQLITE_TEXT else { return nil }
        return unsafe String(
            decoding: self.buffer(sqlite3_column_text(self.statement, Int32(column)), column),
            as: UTF8.self
        )
    }

    func bytes(at column: Int) -> [UInt8]? {
        guard self.type(of: column) == SQLITE_BLOB else { return nil }
        return unsafe [UInt8](self.buffer(sqlite3_column_blob(self.statement, Int32(column)), column))
    }

    private func type(of column: Int) -> Int32 {
        unsafe sqlite3_column_type(self.statement, Int32(column))
    }

    private func buffer(_ start: UnsafeRawPointer?, _ column: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(self.statement, Int32(column))))
    }
}
