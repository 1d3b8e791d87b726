package import Activation

/// A place in a file as the columns of a row of `import_place`.
package enum ImportPlaceRow {
    /// In the order in which ``place(_:)`` reads them and ``values(_:)`` gives them.
    package static let columns = ["digest", "records", "imported", "duplicates", "rejected"]

    package static func place(_ row: some StoredRow) throws(TokenStoreError) -> ImportPlace {
        ImportPlace(
            digest: try row.text(at: 0).orDamaged("digest"),
            records: try Self.count(row, 1),
            imported: try Self.count(row, 2),
            duplicates: try Self.count(row, 3),
            rejected: try Self.count(row, 4)
        )
    }

    package static func values(_ place: ImportPlace) -> [ColumnValue] {
        let counts = [place.records, place.imported, place.duplicates, place.rejected]
        return [.text(place.digest)] + counts.map { .integer(Int64($0)) }
    }

    private static func count(_ row: some StoredRow, _ column: Int) throws(TokenStoreError) -> Int {
        try row.integer(at: column).flatMap { Int(exactly: $0) }.orDamaged(Self.columns[column])
    }
}
