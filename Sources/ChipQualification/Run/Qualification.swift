package import ChipConnections
package import FIDOClient
package import Foundation
package import LibCrypto
package import TokenQuality

/// Options of a run.
package struct QualificationOptions: Sendable {
    package var selection: CheckSelection
    package var profile: ChipProfile
    package var roots: [Certificate]
    package var soakCount: Int
    package var seed: UInt64
    package var label: String

    package init(
        selection: CheckSelection,
        profile: ChipProfile = ChipProfile(),
        roots: [Certificate] = [],
        soakCount: Int = 1_000,
        seed: UInt64,
        label: String
    ) {
        self.selection = selection
        self.profile = profile
        self.roots = roots
        self.soakCount = soakCount
        self.seed = seed
        self.label = label
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
