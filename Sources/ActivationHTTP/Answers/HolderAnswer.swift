package import Activation
import TimeText

/// A holder as interfaces show it.
package struct HolderAnswer: Encodable, Sendable {
    package let userID: String
    package let createdAt: String
    package let authenticators: [AuthenticatorAnswer]
    package let chip: ChipAnswer?

    package init(_ holder: HolderRecord, tokens: [TokenRecord], at time: UnixTime) {
        self.userID = holder.userID.text
        self.createdAt = RFC3339.text(milliseconds: holder.createdAt.milliseconds)
        self.authenticators = tokens.map { AuthenticatorAnswer($0, at: time) }
        self.chip = holder.chip.map { ChipAnswer($0, at: time) }
    }
}
