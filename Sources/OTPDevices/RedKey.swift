/// What the red key of an audio code reader will do when it comes up.
public enum RedKey: Equatable, Sendable {
    /// It is up.
    case up
    /// It went down while the reader was off: coming up, it turns the reader on.
    case downToTurnOn
    /// It went down while the reader was on: coming up, it turns the reader off.
    case downToTurnOff
    /// It was used as function key, or went down while a commit was pending: coming up, it does nothing.
    case downForFunction
}
