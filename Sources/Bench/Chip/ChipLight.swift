/// The light of a chip.
package enum ChipLight: String, Sendable {
    case off
    /// It waits for a touch.
    case blinking
}
