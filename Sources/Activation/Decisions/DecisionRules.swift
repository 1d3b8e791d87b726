/// By what a decision is made, besides the records.
package struct DecisionRules: Equatable, Sendable {
    package var windows: VerificationWindows
    package var throttles: ThrottlePolicy
    package var chips: ChipPolicy

    package init(
        windows: VerificationWindows = .standard,
        throttles: ThrottlePolicy = .standard,
        chips: ChipPolicy = .standard
    ) {
        self.windows = windows
        self.throttles = throttles
        self.chips = chips
    }

    package static let standard = DecisionRules()
}
