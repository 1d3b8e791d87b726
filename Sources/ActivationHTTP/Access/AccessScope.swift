/// What a token opens.
package enum AccessScope: String, CaseIterable, Sendable {
    /// Imports, holders, records, blocks and the audit trail.
    case admin
    /// Activations, verifications and resynchronizations.
    case caller
    /// The figures of `/metrics`.
    case metrics
}
