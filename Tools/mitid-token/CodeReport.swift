/// A code and what it is the code of, for `--json`.
struct CodeReport: Encodable {
    let code: String
    var counter: UInt64?
    var step: UInt64?
    /// The step's first second; absent where four figures of a year cannot say it.
    var validFrom: String?
    /// The first second of the next step.
    var validUntil: String?
}
