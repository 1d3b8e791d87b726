import Bench

/// Something a chip was told or said, as JSON.
struct MessageAnswer: Encodable, Sendable {
    let way: String
    let layer: String
    let direction: String
    let command: String
    let relyingParty: String?
    let status: String?
    let bytes: Int

    init(_ message: ChipMessage) {
        self.way = message.way.rawValue
        self.layer = message.layer.rawValue
        self.direction = message.direction.rawValue
        self.command = message.command
        self.relyingParty = message.relyingParty
        self.status = message.status
        self.bytes = message.byteCount
    }
}
