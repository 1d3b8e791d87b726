import Activation

/// What the server or the way to it reports.
///
/// The text is the server's primary message, which names tables and columns, or libpq's on a connection, which names host
/// and user; neither carries a value or a password. Decisions depend on the kind of an error and never on its text, which may be in
/// any language.
struct PostgresError: Error, Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// The server refused a statement or a session; the five characters are SQLSTATE, PostgreSQL appendix A.
        case refused(state: String)
        /// There is no connection any more, none could be made, or the server did not answer in time.
        case disconnected
        /// The server answers and cannot be used now: it is a standby, or its commits do not end.
        case unfit
        /// The server warned during a commit, PostgreSQL 27.2.8: the change may be lost with the server.
        case uncertain
    }

    let kind: Kind
    let message: String

    /// The constraint or the unique index that a statement violated.
    let constraint: String?

    init(kind: Kind, message: String, constraint: String? = nil) {
        self.kind = kind
        self.message = message
        self.constraint = constraint
    }

    /// Whether the same transaction may succeed if it is repeated.
    ///
    /// Class 40 is a transaction rolled back because of others, 55P03 the end of `lock_timeout`, and 23505 for a credential that
    /// another transaction has registered meanwhile, and which is then found.
    var isPassing: Bool {
        guard case .refused(let state) = self.kind else { return false }
        return state.hasPrefix("40") || state == "55P03"
            || state == "23505" && self.constraint == Schema.credentialIndex
    }

    /// Whether `lock_timeout` has ended it.
    var isLocked: Bool { self.kind == .refused(state: "55P03") }

    /// Whether the connection cannot be used any more.
    ///
    /// 57P: the server shuts down, or has ended the session. 25006: it takes no changes, so that another server is needed. 25P03
    /// and 25P04: a timeout has ended the session. 53300: there are too many sessions.
    var endsConnection: Bool {
        switch self.kind {
        case .disconnected, .unfit, .uncertain: true
        case .refused(let state):
            ["57P", "08"].contains { state.hasPrefix($0) } || ["25006", "25P03", "25P04", "53300"].contains(state)
        }
    }

    /// Whether the server takes no changes.
    var isReadOnly: Bool { self.kind == .refused(state: "25006") }

    /// Whether connecting again cannot help, as after a wrong password (class 28) or database (3D).
    ///
    /// It can help where the server starts or stops (57), lacks resources (53), or fails itself (58, XX).
    var isFinal: Bool {
        guard case .refused(let state) = self.kind, !self.endsConnection else { return false }
        return !["08", "40", "53", "55", "57", "58", "XX"].contains { state.hasPrefix($0) }
    }
}

extension PostgresError {
    /// Parses libpq's error of a connection, which contains SQLSTATE if the server refused the session.
    ///
    /// The form is `FATAL:  28P01: password authentication failed`; a line with a place in the server's code follows.
    init(ofConnection text: String) {
        var state: String?
        var lines: [String] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("LOCATION:") {
            var words = line.split(separator: " ", omittingEmptySubsequences: true)
            if let place = words.firstIndex(where: { $0.count == 6 && $0.last == ":" && Self.isState($0.dropLast()) }),
                place > 0, words[place - 1].last == ":"
            {
                state = String(words[place].dropLast())
                words.remove(at: place)
            }
            lines.append(words.joined(separator: " "))
        }
        self.kind = state.map { .refused(state: $0) } ?? .disconnected
        self.constraint = nil
        self.message = lines.isEmpty ? "the connection was lost" : lines.joined(separator: " ")
    }

    /// Five digits and capital letters.
    private static func isState(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }

    /// Joins the errors of all servers of an address; the result is final if each of them is.
    init(ofServers failures: [PostgresError]) {
        let others = failures.filter { !$0.isFinal }
        self.kind = (others.last ?? failures.last)?.kind ?? .disconnected
        self.constraint = nil
        var messages: [String] = []
        for failure in failures where !messages.contains(failure.message) { messages.append(failure.message) }
        self.message = messages.joined(separator: "; ")
    }
}

extension TokenStoreError {
    /// A failure in the words of every store.
    init(_ error: PostgresError) {
        switch error.kind {
        case .refused(let state) where state.hasPrefix("XX"): self = .damaged(reason: error.message)
        case .uncertain: self = .outcomeUnknown(reason: error.message)
        case .refused, .disconnected, .unfit: self = .unavailable(reason: error.message)
        }
    }
}
