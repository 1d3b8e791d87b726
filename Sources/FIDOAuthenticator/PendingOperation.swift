/// What goes on once the user is there.
enum PendingOperation: Sendable {
    /// CTAP 2.1, section 6.9.
    case selection
}
