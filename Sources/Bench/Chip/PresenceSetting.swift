/// Who touches the chip when it asks for a touch.
package struct PresenceSetting: Equatable, Sendable {
    package enum Mode: String, CaseIterable, Sendable {
        /// Whoever presses the button.
        case ask
        /// A finger that touches by itself.
        case accept
        /// Somebody who refuses by itself.
        case reject
    }

    package let mode: Mode
    /// How long the finger that comes by itself takes, in milliseconds.
    package let delayMilliseconds: UInt32

    package init(mode: Mode = .ask, delayMilliseconds: UInt32 = 0) {
        self.mode = mode
        self.delayMilliseconds = delayMilliseconds
    }
}
