/// A question to a chip whose answer is awaited, Web Authentication level 3, section 1.
///
/// A holder has one at most, and it lies in the holder's record: any node takes the answer that another asked for, an
/// answer is taken once, and what is pending needs no more room than the holders do.
package struct ChipCeremony: Equatable, Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// Section 7.1.
        case registration
        /// Section 7.2.
        case assertion

        /// The name in files.
        package var name: String {
            switch self {
            case .registration: "registration"
            case .assertion: "assertion"
            }
        }

        /// The kind of that name, if there is one.
        package init?(name: String) {
            guard let kind = Kind.allCases.first(where: { $0.name == name }) else { return nil }
            self = kind
        }
    }

    package let kind: Kind
    package let challenge: ChipChallenge
    package let expiresAt: UnixTime

    /// A ceremony that begins, or as it was stored.
    package init(_ kind: Kind, challenge: ChipChallenge, expiresAt: UnixTime) {
        self.kind = kind
        self.challenge = challenge
        self.expiresAt = expiresAt
    }

    /// Whether an answer to a challenge is still awaited.
    func awaits(_ kind: Kind, _ challenge: ChipChallenge, at time: UnixTime) -> Bool {
        self.kind == kind && self.challenge == challenge && time < self.expiresAt
    }
}
