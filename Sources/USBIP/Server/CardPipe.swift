/// A smart card behind the CCID interface of a device.
///
/// Calls come one after the other.
package protocol CardPipe: Sendable {
    /// Powers the card: its answer to reset, ISO/IEC 7816-3, section 8; nothing if it is mute.
    func powerOn() async -> [UInt8]?

    func powerOff() async

    /// The response APDU to a command APDU; nothing if the card is mute.
    func transmit(_ command: [UInt8]) async -> [UInt8]?
}
