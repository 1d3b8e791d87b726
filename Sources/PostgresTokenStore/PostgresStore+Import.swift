package import Activation
import OTPCore
import TokenRows

extension PostgresStore {
    package func importPlace(ofFile digest: String) async throws(TokenStoreError) -> ImportPlace? {
        try await self.transaction(.short) { session in
            let rows = try session.run([Statements.importPlace.with([.text(digest)])])[0]
            return try rows.first.map { try ImportPlaceRow.place($0) }
        }
    }

    package func add(
        _ batch: consuming TokenBatch,
        reaching place: ImportPlace?
    ) async throws(TokenStoreError) -> [ImportOutcome] {
        // Sealed before the transaction begins.
        let sealed = try SealedBatch(sealing: batch, under: self.keyFile.keys)
        let rows = sealed.rows
        // Two imports of the same devices meet them in the same order, whatever the order of their files.
        let order = rows.indices.sorted { left, right in
            (rows[left].record.serialNumber.text, left) < (rows[right].record.serialNumber.text, right)
        }
        let keyFile = self.keyFile
        return try await self.transaction(.short) { session in
            _ = try session.begin([])
            try Self.proveSealing(sealed.keyID, keyFile, &session)
            let inserted = try session.run(
                order.map { index in
                    let (record, secret) = (rows[index].record, rows[index].secret)
                    return Statements.insertToken.with(
                        TokenRow.values(record) + [.integer(secret.keyID), .bytes(secret.bytes)]
                    )
                }
            )
            let others = zip(order, inserted).filter { $0.1.isEmpty }.map(\.0)
            let present = try session.run(
                others.map { Statements.token.with([.text(rows[$0].record.serialNumber.text)]) }
            )
            var outcomes = [ImportOutcome](repeating: .imported, count: rows.count)
            for (index, found) in zip(others, present) {
                let row = try found.first.orDamaged("device \(rows[index].record.serialNumber.text)")
                outcomes[index] = try rows[index].outcome(
                    besides: try TokenRow.record(row),
                    try row.secret(from: TokenRow.columns.count),
                    keyFile
                )
            }
            let noted = place?.counting(outcomes)
            _ = try session.commit(noted.map { [Statements.noteImportPlace.with(ImportPlaceRow.values($0))] } ?? [])
            return outcomes
        }
    }
}
