/// What speaks for a chip's make, Web Authentication level 3, section 6.5.3.
package enum ChipAttestation: UInt8, Sendable, CaseIterable {
    /// Nothing.
    case none

    /// The credential's own key.
    case itself

    /// A certificate that nobody looked into, for no roots were given.
    case unchecked

    /// A certificate that leads to a root that was given.
    case trusted

    /// The name in interfaces and files.
    package var name: String {
        switch self {
        case .none: "none"
        case .itself: "self"
        case .unchecked: "unchecked"
        case .trusted: "trusted"
        }
    }

    /// The attestation of that name, if there is one.
    package init?(name: String) {
        guard let attestation = ChipAttestation.allCases.first(where: { $0.name == name }) else { return nil }
        self = attestation
    }
}
