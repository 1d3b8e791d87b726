package import ChipConnections
package import FIDOClient
package import Foundation
package import LibCrypto
package import TokenQuality

/// What a run is asked for.
package struct QualificationOptions: Sendable {
    package var selection: CheckSelection
    package var profile: ChipProfile
    package var roots: [Certificate]
    package var soakCount: Int
    package var seed: UInt64
    package var label: String

    /// The tokens before this one; `nil` outside a batch.
    package var tray: Tray?

    /// Whether every exchange is reported.
    package var traces = false

    package init(
        selection: CheckSelection,
        profile: ChipProfile = ChipProfile(),
        roots: [Certificate] = [],
        soakCount: Int = 1_000,
        seed: UInt64,
        label: String,
        tray: Tray? = nil
    ) {
        self.selection = selection
        self.profile = profile
        self.roots = roots
        self.soakCount = soakCount
        self.seed = seed
        self.label = label
        self.tray = tray
    }
}

/// Everything that a run has found about a token.
package struct Qualification: Sendable {
    /// Times of one kind of exchange.
    package struct Measurement: Sendable {
        package let name: String
        package let histogram: LatencyHistogram
    }

    package let options: QualificationOptions
    package let place: ChipPlace
    package let startedAt: Date
    package var milliseconds: UInt64 = 0
    package var identity: ChipIdentity?
    package var information: AuthenticatorInfo?
    package var attestationSubject: String?
    package var findings: [Finding] = []
    package var measurements: [Measurement] = []

    /// Changes of the token that were made or tried, each stored before it was sent.
    package var changes: [String] = []

    /// The values to hold later tokens of a tray against.
    package var marks = TokenMarks()

    /// The largest signature counter that was seen.
    package var counter: UInt32?

    /// The reason why the run ended early.
    package var cut: String?

    package init(_ options: QualificationOptions, _ place: ChipPlace, startedAt: Date) {
        self.options = options
        self.place = place
        self.startedAt = startedAt
    }

    package var verdict: Verdict {
        Verdict.of(
            self.findings,
            allowedMinorFailures: self.options.profile.allowedMinorFailures,
            isCut: self.cut != nil
        )
    }
}
