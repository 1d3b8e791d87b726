package import Activation

/// The seal of a chain as columns.
package enum AuditSealRow {
    /// In the order in which ``seal(_:)`` reads them and ``values(_:)`` gives them.
    package static let columns = ["next_number", "head", "proof"]

    /// A row that makes no sense is no genuine seal: `nil`.
    package static func seal(_ row: some StoredRow) -> AuditSeal? {
        guard let nextNumber = row.integer(at: 0), let head = row.hash(at: 1), let proof = row.hash(at: 2) else {
            return nil
        }
        return AuditSeal(nextNumber: UInt64(bitPattern: nextNumber), head: head, proof: proof)
    }

    package static func values(_ seal: AuditSeal) -> [ColumnValue] {
        [.integer(Int64(bitPattern: seal.nextNumber)), .hash(seal.head), .hash(seal.proof)]
    }
}

extension StoredRow {
    /// The hash in a column; `nil` if it has none.
    func hash(at column: Int) -> AuditHash? {
        self.bytes(at: column).flatMap { AuditHash($0.span) }
    }
}

extension ColumnValue {
    static func hash(_ hash: AuditHash) -> ColumnValue {
        .bytes(hash.withBytes { bytes in bytes.indices.map { bytes[$0] } })
    }
}
