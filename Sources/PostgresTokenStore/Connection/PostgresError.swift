import Activation

/// What the server or the way to it reports.
///
/// The text is the server's primary message, which names tables and columns, or libpq's on a connection, which names host
/// and user; neither carries a value or a password.
struct PostgresError: Error, Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// The server refused a statement; the five characters are SQLSTATE, PostgreSQL appendix A.
        case refused(state: String)
        /// There is no connection any more, or none could be made.
        case disconnected
    }

    let kind: Kind
    let message: String

    /// Whether the same transaction may well succeed if it is begun again: class 40, a transaction rolled back because of
    /// others; or another one has registered the same credential meanwhile, which is then found.
    var isPassing: Bool {
        guard case .refused(let state) = self.kind else { return false }
        return state.hasPrefix("40") || state == "23505" && self.message.contains(Schema.credentialIndex)
    }

    /// Whether the connection is of no use any more: class 57P, the server is going down, or worse.
    var endsConnection: Bool {
        switch self.kind {
        case .disconnected: true
        case .refused(let state): state.hasPrefix("57P") || state.hasPrefix("08")
        }
    }
}

extension TokenStoreError {
    /// A failure in the words of every store.
    init(_ error: PostgresError) {
        switch error.kind {
        case .refused(let state) where state.hasPrefix("XX"): self = .damaged(reason: error.message)
        case .refused, .disconnected: self = .unavailable(reason: error.message)
        }
    }
}
