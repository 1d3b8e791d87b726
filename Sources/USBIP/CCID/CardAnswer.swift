/// How a card's work ended; nothing stands for a card that is mute.
package enum CardAnswer: Equatable, Sendable {
    /// With the answer to reset, ISO/IEC 7816-3, section 8.
    case poweredOn(answerToReset: [UInt8]?, ticket: UInt64)
    /// With a response APDU.
    case responded([UInt8]?, ticket: UInt64)
}
