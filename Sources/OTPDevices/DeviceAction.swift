/// What a device wants done after an event.
///
/// The host does it and nothing else; a firmware drives pins with it, the bench publishes it.
public enum DeviceAction: Equatable, Sendable {
    /// Nothing.
    case none

    /// Store this counter durably, then call `committed`; the screen is dark until then.
    ///
    /// It is the counter of the *next* code. Stored first, a code that is lost on the way to the screen is skipped; stored
    /// after, it could be shown twice. If storing fails, call `commitFailed`.
    case commit(counter: UInt64)

    /// Show this frame in place of whatever is shown.
    case show(SevenSegmentFrame)

    /// Show this frame in place of whatever is shown, and say this in place of whatever is being said.
    case announce(SevenSegmentFrame, SpeechScript)

    /// Say this in place of whatever is being said; the frame stays.
    case speak(SpeechScript)

    /// Go dark and silent.
    case darken
}
