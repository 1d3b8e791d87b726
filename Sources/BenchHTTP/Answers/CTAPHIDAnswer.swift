import Bench
import CTAPHID

/// What a chip answered over USB, as JSON.
struct CTAPHIDAnswer: Encodable, Sendable {
    let command: String
    let data: String
    /// How many times it said meanwhile that it was still at work or waited for a touch.
    let keepalives: Int

    init(_ exchange: HIDExchange) {
        self.command = CTAPHIDCommandName.name(of: exchange.answer.command)
        self.data = HexText.text(of: exchange.answer.payload)
        self.keepalives = exchange.keepaliveCount
    }
}
