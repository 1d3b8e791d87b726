/// Who calls the service: what its interface tells callers apart by, for example an address or the name of a token.
///
/// Whoever makes one keeps it short; it stands in the audit trail.
package struct CallerID: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}
