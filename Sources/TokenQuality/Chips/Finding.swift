/// The outcome of one check.
package struct Finding: Equatable, Sendable {
    package let check: CheckDescription
    package let outcome: CheckOutcome

    /// The exchanges before the outcome, the deciding one last.
    package let exchanges: [RecordedExchange]

    /// Time that the check took, in milliseconds.
    package let milliseconds: UInt64

    package init(
        _ check: CheckDescription,
        _ outcome: CheckOutcome,
        exchanges: [RecordedExchange] = [],
        milliseconds: UInt64 = 0
    ) {
        self.check = check
        self.outcome = outcome
        self.exchanges = exchanges
        self.milliseconds = milliseconds
    }

    /// The severity of a failure; `nil` for any other outcome.
    package var failure: Severity? {
        guard case .failed(_, _, let severity) = self.outcome else { return nil }
        return severity ?? self.check.severity
    }
}

/// Outcomes of a check, in words.
package enum CheckOutcome: Equatable, Sendable {
    case passed(found: String)
    /// A severity replaces the one of the check.
    case failed(expected: String, found: String, severity: Severity? = nil)
    /// Not run, for the token does not have the feature or nobody asked for it.
    case skipped(reason: String)
    /// Not to be judged: no touch, or the token went away.
    case inconclusive(reason: String)

    /// The word in reports.
    package var name: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .skipped: "skipped"
        case .inconclusive: "inconclusive"
        }
    }
}

/// One request to the token with its response.
package struct RecordedExchange: Equatable, Sendable {
    /// The form of the bytes.
    package enum Form: String, Sendable {
        /// A CTAP2 message: command and parameters, status and members.
        case ctap2
        /// An APDU.
        case apdu
        /// A CTAPHID message, the command byte first.
        case ctaphid
    }

    package let form: Form
    package let request: [UInt8]

    /// `nil` if there was none.
    package let response: [UInt8]?

    /// From the request to the response.
    package let microseconds: UInt64

    package init(_ form: Form, request: [UInt8], response: [UInt8]?, microseconds: UInt64) {
        self.form = form
        self.request = request
        self.response = response
        self.microseconds = microseconds
    }
}
