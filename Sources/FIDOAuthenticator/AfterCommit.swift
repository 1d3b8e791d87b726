/// What comes after a commit.
enum AfterCommit: Sendable {
    /// Nothing: power was lost meanwhile.
    case nothing
    /// An answer, or another one if the commit fails.
    case reply([UInt8], otherwise: [UInt8])
}
