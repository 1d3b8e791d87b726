package import Activation

/// A row as a database gives it back; columns are counted from 0.
package protocol StoredRow {
    /// The number in a column; nil if it has none.
    func integer(at column: Int) -> Int64?

    /// The text in a column; nil if it has none.
    func text(at column: Int) -> String?

    /// The bytes in a column; nil if it has none.
    func bytes(at column: Int) -> [UInt8]?
}

extension StoredRow {
    func time(at column: Int) -> UnixTime? {
        self.integer(at: column).map { UnixTime(milliseconds: $0) }
    }

    /// The secret in two columns, the number of its key first.
    package func secret(from column: Int) throws(TokenStoreError) -> SealedSecret {
        SealedSecret(
            keyID: try self.integer(at: column).orDamaged("secret_key_id"),
            bytes: try self.bytes(at: column + 1).orDamaged("secret")
        )
    }
}

extension Optional {
    /// The value of a column that must have one.
    package func orDamaged(_ column: String) throws(TokenStoreError) -> Wrapped {
        guard let value = self else { throw .damaged(reason: "\(column) has no value that makes sense") }
        return value
    }
}
