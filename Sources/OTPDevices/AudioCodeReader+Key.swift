extension AudioCodeReader {
    /// A key of the keypad.
    public enum Key: Hashable, Sendable {
        /// The red key at the bottom right, with one raised dot: on, off, and function key while held.
        case red
        /// A digit key, 0 to 9; other numbers are on no key and do nothing.
        case digit(UInt8)
    }
}
