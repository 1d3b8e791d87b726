/// Where a device is on the way from a press to a code and back.
public enum ScreenState: Equatable, Sendable {
    /// Nothing is shown and nothing is under way.
    case dark

    /// The code of this HOTP counter will be shown as soon as the next counter is stored.
    case committing(counter: UInt64)

    /// Something is shown.
    case lit(Reading)
}
