/// What became of one record of an import.
package enum ImportOutcome: UInt8, Equatable, Sendable {
    case imported
    /// The same device with the same secret is there already, and stays as it is.
    case duplicate
    /// Another device or another secret is there under this serial number, and stays as it is.
    case conflict
}
