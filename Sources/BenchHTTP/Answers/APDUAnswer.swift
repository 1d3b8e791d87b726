import Bench

/// What a chip answered as a card, as JSON.
struct APDUAnswer: Encodable, Sendable {
    /// Data and status word as hexadecimal digits; empty if it is mute.
    let response: String
    /// The status word; none if it is mute.
    let status: String?

    init(_ response: [UInt8]) {
        self.response = HexText.text(of: response)
        self.status = response.count >= 2 ? HexText.text(of: response.suffix(2)) : nil
    }
}
