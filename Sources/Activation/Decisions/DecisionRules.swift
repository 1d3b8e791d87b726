/// By what a decision is made, besides the records.
package struct DecisionRules: Equatable, Sendable {
    package var windows: VerificationWindows
    package var throttles: ThrottlePolicy

    package init(windows: VerificationWindows = .standard, throttles: ThrottlePolicy = .standard) {
        self.windows = windows
        self.throttles = throttles
    }

    package static let standard = DecisionRules()
}
