import TokenRows

/// One row of an answer; every column is a bigint, a text or a bytea in binary form.
///
/// All columns lie in one buffer: most rows have thirty.
struct PostgresRow: StoredRow, Sendable {
    private var buffer: [UInt8] = []
    private var columns: [Range<Int>?] = []

    init(columnCount: Int, byteCount: Int) {
        self.columns.reserveCapacity(columnCount)
        self.buffer.reserveCapacity(byteCount)
    }

    /// Adds the next column; nil is NULL.
    mutating func append(_ value: UnsafeRawBufferPointer?) {
        let start = self.buffer.count
        if let value = unsafe value { unsafe self.buffer.append(contentsOf: value) }
        self.columns.append(unsafe value == nil ? nil : start..<self.buffer.count)
    }

    func integer(at column: Int) -> Int64? {
        guard let range = self.columns[column], range.count == 8 else { return nil }
        return Int64(bitPattern: self.buffer[range].reduce(0) { $0 << 8 | UInt64($1) })
    }

    func text(at column: Int) -> String? {
        self.columns[column].map { String(decoding: self.buffer[$0], as: UTF8.self) }
    }

    func bytes(at column: Int) -> [UInt8]? {
        self.columns[column].map { Array(self.buffer[$0]) }
    }
}
