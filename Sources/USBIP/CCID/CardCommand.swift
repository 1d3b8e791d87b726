/// What a card is told to do.
///
/// A ticket tells late answers from those that are awaited.
package enum CardCommand: Equatable, Sendable {
    case powerOn(ticket: UInt64)
    case powerOff
    /// A command APDU.
    case transmit([UInt8], ticket: UInt64)
}
