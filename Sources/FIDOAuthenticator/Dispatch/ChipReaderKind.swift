/// The reader that a chip meets as a card.
package enum ChipReaderKind: Equatable, Sendable {
    /// One that it is laid on.
    case contactless
    /// The CCID interface of its own USB device.
    case ownUSB
}
