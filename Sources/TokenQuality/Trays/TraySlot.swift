/// The place where a person changes tokens: a token is in or out, and may bounce.
package struct TraySlot: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        /// Nobody has put a token in.
        case waiting
        /// A token is in since this time, in milliseconds.
        case settling(since: UInt64)
        case checking
        /// The token is judged, and still in.
        case judged
    }

    package enum Step: Equatable, Sendable {
        case wait
        /// The token is to be checked now.
        case check
        /// The judged token is out; the next one may come.
        case next
    }

    /// Time for contacts and for the kernel, in milliseconds.
    package static let settlingTime: UInt64 = 500

    package private(set) var state: State

    /// A slot; one that holds a token which nobody has asked for has to be emptied first.
    package init(holdsStranger: Bool = false) {
        self.state = holdsStranger ? .judged : .waiting
    }

    /// Takes a look at the place.
    package mutating func look(isPresent: Bool, at milliseconds: UInt64) -> Step {
        switch self.state {
        case .waiting:
            if isPresent { self.state = .settling(since: milliseconds) }
            return .wait
        case .settling(let since):
            guard isPresent else {
                self.state = .waiting
                return .wait
            }
            guard milliseconds >= since, milliseconds - since >= Self.settlingTime else { return .wait }
            self.state = .checking
            return .check
        case .checking:
            return .wait
        case .judged:
            guard !isPresent else { return .wait }
            self.state = .waiting
            return .next
        }
    }

    /// The token is judged.
    package mutating func judged() { self.state = .judged }
}
