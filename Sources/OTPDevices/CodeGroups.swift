/// Where the digits of a code are grouped, on the screen and in speech.
///
/// Threes from the left, with a last group of four rather than of one; eight digits are two fours. Assumed.
enum CodeGroups {
    /// Whether a group ends after the digit at `position`, counted from 0, with another one following.
    static func endsGroup(at position: Int, digits: Int) -> Bool {
        switch digits {
        case 6, 7: position == 2
        case 8: position == 3
        case 9, 10: position == 2 || position == 5
        default: false
        }
    }
}
