/// What comes after a commit.
enum AfterCommit: Sendable {
    /// Nothing: power was lost meanwhile.
    case nothing
    /// An answer, or another one if the commit fails.
    case reply([UInt8], otherwise: [UInt8])
    /// A try of the PIN is spent, and it can be compared.
    case comparePIN(PINAttempt)
}
