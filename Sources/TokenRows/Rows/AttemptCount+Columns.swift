import Activation

extension AttemptCount {
    /// A count in three columns.
    init(_ row: some StoredRow, from column: Int) {
        self.init(
            wrong: UInt32(clamping: row.integer(at: column) ?? 0),
            blocks: UInt32(clamping: row.integer(at: column + 1) ?? 0),
            blockedUntil: row.time(at: column + 2)
        )
    }

    var columnValues: [ColumnValue] {
        [.integer(Int64(self.wrong)), .integer(Int64(self.blocks)), ColumnValue(self.blockedUntil?.milliseconds)]
    }
}
