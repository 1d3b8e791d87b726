/// What is broken about a device, beside its battery and its clock.
package struct OTPFaults: Equatable, Sendable {
    /// Where a stuck button stays whatever the finger does.
    package enum Position: String, Sendable {
        case down
        case up
    }

    package struct StuckButton: Equatable, Sendable {
        package let button: OTPButton
        package let position: Position

        package init(button: OTPButton, position: Position) {
            self.button = button
            self.position = position
        }
    }

    /// Nothing can be seen, while everything else works: codes are used up, and a reader speaks.
    package var isDisplayDead = false
    package var stuckButton: StuckButton?

    package init() {}
}
