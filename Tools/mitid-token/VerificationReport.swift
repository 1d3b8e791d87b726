/// The answer to a code.
struct VerificationReport: Encodable {
    let accepted: Bool
    private(set) var counter: UInt64?
    private(set) var step: UInt64?
    /// How far the match lies from the expected counter or step.
    private(set) var offset: Int64?
    private(set) var reason: String?

    init(refusal reason: String) {
        self.accepted = false
        self.reason = reason
    }

    init(match: UInt64, of factor: Factor) {
        self.accepted = true
        // A window is far smaller than 2^63, so the difference of the two fits.
        self.offset = Int64(bitPattern: match &- factor.start)
        switch factor {
        case .counter: self.counter = match
        case .time: self.step = match
        }
    }

    /// The answer for people.
    var line: String {
        let offset = self.offset.map { $0 > 0 ? "+\($0)" : "\($0)" } ?? "0"
        if let counter = self.counter {
            return "accepted: counter \(counter) (\(offset) from the expected one)"
        }
        if let step = self.step {
            return "accepted: step \(step) (\(offset) from the expected one)"
        }
        return "refused: \(self.reason ?? "no match")"
    }
}
