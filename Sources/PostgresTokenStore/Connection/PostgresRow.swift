import TokenRows

/// One row of an answer; every column is a bigint, a text or a bytea in binary form.
struct PostgresRow: StoredRow, Sendable {
    private let columns: [[UInt8]?]

    init(_ columns: [[UInt8]?]) {
        self.columns = columns
    }

    func integer(at column: Int) -> Int64? {
        guard let bytes = self.columns[column], bytes.count == 8 else { return nil }
        return Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }

    func text(at column: Int) -> String? {
        self.columns[column].map { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(at column: Int) -> [UInt8]? {
        self.columns[column]
    }
}
