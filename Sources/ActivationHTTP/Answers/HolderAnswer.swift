package import Activation
import TimeText

/// A holder as interfaces show it.
package struct HolderAnswer: Encodable, Sendable {
    package let userID: String
    package let createdAt: String
    package let authenticators: [AuthenticatorAnswer]
    package let chip: ChipAnswer?
    package let chipRequest: ChipRequestAnswer?
    package let attempts: HolderAttemptsAnswer?

    /// The records as a decision would see them under these rules.
    package init(_ holder: HolderRecord, tokens: [TokenRecord], at time: UnixTime, _ rules: DecisionRules) {
        let holder = holder.cuttingStoredTimes(at: time, rules)
        self.userID = holder.userID.text
        self.createdAt = RFC3339.text(milliseconds: holder.createdAt.milliseconds)
        self.authenticators = tokens.map { AuthenticatorAnswer($0, at: time, rules) }
        self.chip = holder.chip.map { ChipAnswer($0, at: time) }
        self.chipRequest = holder.pendingChipRequest(at: time, rules.chips).map { request in
            ChipRequestAnswer(request, rules.chips)
        }
        self.attempts = HolderAttemptsAnswer(holder.attempts, at: time)
    }
}
