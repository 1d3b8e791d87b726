package import Activation
import TimeText

/// A request to add a chip by password alone as interfaces show it.
package struct ChipRequestAnswer: Encodable, Sendable {
    package let requestedAt: String
    package let activatableFrom: String
    package let activatableUntil: String

    package init(_ request: ChipRequest, _ policy: ChipPolicy) {
        self.requestedAt = RFC3339.text(milliseconds: request.requestedAt.milliseconds)
        self.activatableFrom = RFC3339.text(milliseconds: request.activatableFrom(policy).milliseconds)
        self.activatableUntil = RFC3339.text(milliseconds: request.activatableUntil(policy).milliseconds)
    }
}
