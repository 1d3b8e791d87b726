public import OTPCore

/// What can be read off a lit screen.
public struct Reading: Equatable, Sendable {
    /// The code, or `nil` where none could be made and dashes are shown.
    public let code: Code?

    /// Whether the low-battery sign was lit with it.
    public let isBatteryLow: Bool

    /// Since when it is lit for one display time.
    ///
    /// The press, or the reader's last function.
    public internal(set) var since: Instant

    /// A reading put back as it was saved.
    public init(code: Code?, isBatteryLow: Bool, since: Instant) {
        self.code = code
        self.isBatteryLow = isBatteryLow
        self.since = since
    }

    /// The frame that shows it on a screen of `digits` cells.
    func frame(digits: Int) -> SevenSegmentFrame {
        guard let code = self.code else { return .dashes(count: digits, isBatteryLow: self.isBatteryLow) }
        return SevenSegmentFrame(showing: code, isBatteryLow: self.isBatteryLow)
    }
}
