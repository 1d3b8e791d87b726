/// What the keys of an audio code reader do while its red key is held.
///
/// Confirmed: there are nine functions, 0 repeats the last message, and of a pair the key on the right turns up and the one on
/// the left turns down. Which key has which of the other eight is public but was not at hand: ``assigned(toDigit:)`` is
/// assumed, and it is the only place to change.
public enum KeypadFunction: UInt8, CaseIterable, Sendable {
    case repeatMessage
    case volumeDown
    case volumeUp
    case speedDown
    case speedUp
    case languageDown
    case languageUp
    case announceBattery
    case restoreDefaults

    /// The function on a digit key; `nil` for a key without one.
    public static func assigned(toDigit digit: UInt8) -> KeypadFunction? {
        switch digit {
        case 0: .repeatMessage  // confirmed
        case 1: .volumeDown  // assumed, as all that follow
        case 3: .volumeUp
        case 4: .speedDown
        case 5: .announceBattery
        case 6: .speedUp
        case 7: .languageDown
        case 8: .restoreDefaults
        case 9: .languageUp
        default: nil
        }
    }
}
