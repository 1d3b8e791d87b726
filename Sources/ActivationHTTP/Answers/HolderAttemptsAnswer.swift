package import Activation
import TimeText

/// The wrong tries under a user ID, as an operator sees them; a sort without any is left out.
package struct HolderAttemptsAnswer: Encodable, Sendable {
    /// Wrong tries in a row, and the end of the block they have brought, if it is not over.
    package struct Count: Encodable, Sendable {
        package let wrong: UInt32
        package let blockedUntil: String?

        init?(_ count: AttemptCount, at time: UnixTime) {
            let end = count.block(at: time)
            guard count.wrong > 0 || end != nil else { return nil }
            self.wrong = count.wrong
            self.blockedUntil = end.map { RFC3339.text(milliseconds: $0.milliseconds) }
        }
    }

    package let passwords: Count?
    /// Passwords that came with a device's right first code.
    package let passwordsWithDevice: Count?
    package let activations: Count?

    /// Nil if there are none.
    package init?(_ attempts: HolderAttempts, at time: UnixTime) {
        self.passwords = Count(attempts.passwords, at: time)
        self.passwordsWithDevice = Count(attempts.passwordsWithDevice, at: time)
        self.activations = Count(attempts.activations, at: time)
        guard self.passwords != nil || self.passwordsWithDevice != nil || self.activations != nil else { return nil }
    }
}
