/// One check of a token, without its outcome.
package struct CheckDescription: Equatable, Sendable {
    /// Its name in reports and on the command line, such as `G05`.
    package let id: String
    package let group: CheckGroup

    /// The clause that is checked; CTAP 2.1 unless it says otherwise.
    package let clause: String

    /// The property of a good token, in one line.
    package let summary: String

    /// The severity of a failure, unless the finding says otherwise.
    package let severity: Severity
    package let effect: Effect

    /// How often the user has to touch the token.
    package let touches: Int

    /// The smallest set that has it.
    package let set: CheckSet

    package init(
        _ id: String,
        _ group: CheckGroup,
        clause: String,
        _ summary: String,
        _ severity: Severity,
        effect: Effect = .none,
        touches: Int = 0,
        set: CheckSet = .standard
    ) {
        self.id = id
        self.group = group
        self.clause = clause
        self.summary = summary
        self.severity = severity
        self.effect = effect
        self.touches = touches
        self.set = set
    }
}

/// Groups of checks, in the order of a run.
package enum CheckGroup: String, CaseIterable, Sendable {
    case usb
    case hid
    case card
    case info
    case credentials
    case assertions
    case attestation
    case u2f
    case pin
    case storage
    case reset
    case timing
    case soak
    /// Comparison with the other tokens of a tray.
    case batch
}

/// Severity of a failure.
package enum Severity: String, CaseIterable, Comparable, Sendable {
    /// Told, and without weight.
    case information
    /// Counted.
    case minor
    /// Fails the token.
    case major
    /// A fault of security: fails the token, and a lot with it.
    case critical

    private var rank: Int {
        switch self {
        case .information: 0
        case .minor: 1
        case .major: 2
        case .critical: 3
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// Effect of a check on the token.
package enum Effect: String, CaseIterable, Sendable {
    case none
    /// The signature counter rises.
    case counter
    /// A discoverable credential takes room until it is deleted or the token is reset.
    case storage
    /// PIN tries are spent, or a PIN is set that only a reset takes away.
    case pin
    /// Everything on the token is erased.
    case reset

    /// Whether a check with this effect needs a permission.
    package var needsPermission: Bool {
        switch self {
        case .none, .counter: false
        case .storage, .pin, .reset: true
        }
    }
}

/// Sets of checks, each with all of the one before.
package enum CheckSet: String, CaseIterable, Comparable, Sendable {
    /// Some seconds and two touches.
    case quick
    case standard
    /// With long waits.
    case full

    private var rank: Int {
        switch self {
        case .quick: 0
        case .standard: 1
        case .full: 2
        }
    }

    package static func < (left: CheckSet, right: CheckSet) -> Bool { left.rank < right.rank }
}
