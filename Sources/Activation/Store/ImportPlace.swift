/// How far the import of a file has come, and what became of the records up to there.
package struct ImportPlace: Equatable, Sendable {
    /// What tells the file from every other: the SHA-256 of all its bytes, in hexadecimal.
    package let digest: String

    /// How many records of the file have been looked at.
    package let records: Int

    package let imported: Int
    package let duplicates: Int
    package let rejected: Int

    /// The place before the first record.
    package init(beginningOf digest: String) {
        self.init(digest: digest, records: 0, imported: 0, duplicates: 0, rejected: 0)
    }

    package init(digest: String, records: Int, imported: Int, duplicates: Int, rejected: Int) {
        self.digest = digest
        self.records = records
        self.imported = imported
        self.duplicates = duplicates
        self.rejected = rejected
    }

    /// The same place, with what became of the devices of the last batch counted too.
    package func counting(_ outcomes: [ImportOutcome]) -> ImportPlace {
        var (imported, duplicates, rejected) = (self.imported, self.duplicates, self.rejected)
        for outcome in outcomes {
            switch outcome {
            case .imported: imported += 1
            case .duplicate: duplicates += 1
            case .conflict, .different: rejected += 1
            }
        }
        return ImportPlace(
            digest: self.digest,
            records: self.records,
            imported: imported,
            duplicates: duplicates,
            rejected: rejected
        )
    }
}
