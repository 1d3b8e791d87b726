/// What became of one record of an import.
package enum ImportOutcome: Equatable, Sendable {
    case imported
    /// The same device with the same secret is there already, and stays as it is.
    case duplicate
    /// Another secret is there under this serial number, and stays as it is.
    case conflict
    /// The same secret is there under this serial number, for a device that differs; it stays as it is.
    case different(TokenDifferences)

    /// What becomes of a record where one of the same serial number is there.
    package init(hasSameSecret: Bool, record: TokenRecord, besides present: TokenRecord) {
        let differences = present.differences(from: record)
        self = !hasSameSecret ? .conflict : differences.isEmpty ? .duplicate : .different(differences)
    }
}
