package import OTPDevices

/// What can be seen on the screen of a device.
package struct DisplayView: Equatable, Sendable {
    /// The lit frame; nothing while dark.
    package let frame: SevenSegmentFrame?
    /// The bench time at which it goes dark.
    package let darkensAt: Instant?

    package static let dark = DisplayView(frame: nil, darkensAt: nil)

    package init(frame: SevenSegmentFrame?, darkensAt: Instant?) {
        self.frame = frame
        self.darkensAt = darkensAt
    }
}
