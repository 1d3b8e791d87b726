/// The wrong PINs that checks may send: one check at a time, and never the last tries.
package struct PINTryBudget: Equatable, Sendable {
    /// Tries that stay, whatever a check is for.
    package static let floor: UInt64 = 3

    /// A reason why no PIN is tried.
    package enum Refusal: Error, Equatable, Sendable {
        /// Another check has not yet read the tries after its own.
        case underWay(check: String)
        case tooFewTries(UInt64)
        /// The tries were not read before this one.
        case notRead
    }

    private enum State: Equatable {
        case idle
        case open(check: String, tries: UInt64, isFinal: Bool)
        /// A PIN was sent, and the tries are not known again.
        case sent(check: String, isFinal: Bool)
    }

    private var state = State.idle

    package init() {}

    /// Begins a check, with the tries that were just read.
    ///
    /// - Parameters:
    ///   - check: Its name.
    ///   - tries: The tries that are left.
    ///   - isFinal: Whether it may use them all, for the token is reset after it.
    /// - Throws: The reason against it.
    package mutating func begin(_ check: String, tries: UInt64, isFinal: Bool = false) throws(Refusal) {
        switch self.state {
        case .idle: self.state = .open(check: check, tries: tries, isFinal: isFinal)
        case .open(let other, _, _), .sent(let other, _): throw .underWay(check: other)
        }
    }

    /// Permits one PIN that may be wrong.
    package mutating func spend(for check: String) throws(Refusal) {
        switch self.state {
        case .open(check, let tries, let isFinal):
            guard isFinal ? tries > 0 : tries > Self.floor else { throw .tooFewTries(tries) }
            self.state = .sent(check: check, isFinal: isFinal)
        case .sent(check, _), .idle: throw .notRead
        case .open(let other, _, _), .sent(let other, _): throw .underWay(check: other)
        }
    }

    /// The tries after a PIN was sent.
    package mutating func read(_ tries: UInt64, for check: String) throws(Refusal) {
        switch self.state {
        case .open(check, _, let isFinal), .sent(check, let isFinal):
            self.state = .open(check: check, tries: tries, isFinal: isFinal)
        case .idle: throw .notRead
        case .open(let other, _, _), .sent(let other, _): throw .underWay(check: other)
        }
    }

    /// Ends a check; one with a PIN that was sent and not accounted for stays open for ever.
    package mutating func end(_ check: String) {
        if case .open(check, _, _) = self.state { self.state = .idle }
    }
}

extension PINTryBudget.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .underWay(let check): "the PIN tries of \(check) are not accounted for, so no other PIN is sent"
        case .tooFewTries(let count):
            "the token has \(count) PIN tries left, and \(PINTryBudget.floor) have to stay"
        case .notRead: "the PIN tries are not known, so no PIN is sent"
        }
    }
}
