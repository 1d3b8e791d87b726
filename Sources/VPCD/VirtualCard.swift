/// A card that a virtual reader of pcscd can be given.
///
/// Calls come one after the other. The task of a call is cancelled when the card leaves the reader; the call should then
/// end soon, and what it returns reaches nobody.
package protocol VirtualCard: Sendable {
    /// What the card says of itself when it is powered, ISO/IEC 7816-3, section 8; empty if it is mute.
    var answerToReset: [UInt8] { get async }

    /// Whether it lies on the reader still: one that is taken away gives no answer, and is not mute for that.
    var isOnReader: Bool { get async }

    func powerOn() async
    /// The reader took the power away, or the card left the reader.
    func powerOff() async
    func reset() async

    /// The response APDU to a command APDU; nothing if the card is mute.
    func transmit(_ command: [UInt8]) async -> [UInt8]?
}
