import Activation

/// What the server or the way to it reports.
///
/// The text is the server's primary message, which names tables and columns, or libpq's on a connection, which names host
/// and user; neither carries a value or a password. What follows from an error is decided by its kind, never by its text, for
/// a server may speak any language.
struct PostgresError: Error, Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// The server refused a statement or a session; the five characters are SQLSTATE, PostgreSQL appendix A.
        case refused(state: String)
        /// There is no connection any more, none could be made, or the server did not answer in time.
        case disconnected
        /// The server is there, and cannot be used at present: a standby, or one whose commits do not end.
        case unfit
        /// The server warned while it committed, PostgreSQL 27.2.8: what it has committed may be lost with it.
        case uncertain
    }

    let kind: Kind
    let message: String

    init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// Whether the same transaction may well succeed if it is begun again: class 40, a transaction rolled back because of
    /// others, and 55P03, a lock that was not to be had in time; or another one has registered the same credential meanwhile,
    /// which is then found.
    var isPassing: Bool {
        guard case .refused(let state) = self.kind else { return false }
        return state.hasPrefix("40") || state == "55P03"
            || state == "23505" && self.message.contains(Schema.credentialIndex)
    }

    /// Whether somebody else had a lock for too long.
    var isLocked: Bool { self.kind == .refused(state: "55P03") }

    /// Whether the connection is of no use any more.
    ///
    /// 57P: the server goes down, or has ended the session. 25006: it takes no changes, so another one has to be found.
    /// 25P03 and 25P04: the session was ended for its idleness or its age. 53300: it has no room for sessions.
    var endsConnection: Bool {
        switch self.kind {
        case .disconnected, .unfit, .uncertain: true
        case .refused(let state):
            ["57P", "08"].contains { state.hasPrefix($0) } || ["25006", "25P03", "25P04", "53300"].contains(state)
        }
    }

    /// Whether the server takes no changes, which another server may.
    var isReadOnly: Bool { self.kind == .refused(state: "25006") }

    /// Whether connecting again cannot help, such as after a wrong password (class 28) or database (3D): neither time nor
    /// another server mends it. It can where the server is about to start or to stop (57), lacks resources (53), or fails
    /// by itself (58, XX).
    var isFinal: Bool {
        guard case .refused(let state) = self.kind, !self.endsConnection else { return false }
        return !["08", "40", "53", "55", "57", "58", "XX"].contains { state.hasPrefix($0) }
    }
}

extension PostgresError {
    /// What libpq says of a connection; SQLSTATE is in it where the server refused the session.
    ///
    /// The form is `FATAL:  28P01: password authentication failed`, and then lines about where in the server's code that is.
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
        self.message = lines.isEmpty ? "the connection was lost" : lines.joined(separator: " ")
    }

    /// Five digits and capital letters.
    private static func isState(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }

    /// Why no server of an address could be used: final if each of them says so.
    init(ofServers failures: [PostgresError]) {
        let others = failures.filter { !$0.isFinal }
        self.kind = (others.last ?? failures.last)?.kind ?? .disconnected
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
