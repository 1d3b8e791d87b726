/// Something a chip was told or said, in words: never a secret, a PIN or a user's name.
package struct ChipMessage: Equatable, Sendable {
    package enum Direction: String, Sendable {
        case request
        case answer
    }

    package enum Layer: String, Sendable {
        case apdu
        case ctaphid
        case u2f
        case ctap2
    }

    /// The way it took.
    package enum Way: String, Sendable {
        case usb
        /// On a reader, or by the one that is part of the chip's USB device.
        case card
    }

    package let way: Way
    package let layer: Layer
    package let direction: Direction
    /// What is asked, or what was: `makeCredential`.
    package let command: String
    /// For whom: an RP ID, or the beginning of a U2F application parameter.
    package let relyingParty: String?
    /// How it went; of answers only.
    package let status: String?
    package let byteCount: Int

    init(
        _ way: Way,
        _ layer: Layer,
        _ direction: Direction,
        _ command: String,
        relyingParty: String? = nil,
        status: String? = nil,
        byteCount: Int
    ) {
        self.way = way
        self.layer = layer
        self.direction = direction
        self.command = command
        self.relyingParty = relyingParty
        self.status = status
        self.byteCount = byteCount
    }

    /// The answer to this request.
    func answered(_ status: String?, _ byteCount: Int) -> ChipMessage {
        ChipMessage(
            self.way,
            self.layer,
            .answer,
            self.command,
            relyingParty: self.relyingParty,
            status: status,
            byteCount: byteCount
        )
    }
}
