import CTAPHID
import FIDOAuthenticator
import FIDOMessages
import ISO7816

/// Puts into words what the chip has taken and what it says.
///
/// Of what comes over its wires only the chip knows what it takes: a message that it has given up is none here either.
struct ChipListener: Sendable {
    /// What was asked last on each channel and not answered yet.
    private var asked: [ChannelID: ChipMessage] = [:]
    /// The last command to the card, and the request it carried.
    private var command = ""
    private var cardRequest: ChipMessage?

    /// So many channels are listened to; of more, the listener forgets.
    private static let capacity = 16

    // MARK: USB

    /// The chip has taken a request.
    mutating func accepted(_ request: ChipRequest) -> [ChipMessage] {
        switch request {
        case .message(let message): self.heard(message)
        case .command(let command): self.heard(command)
        }
    }

    private mutating func heard(_ message: Message) -> [ChipMessage] {
        let count = message.payload.count
        let request: ChipMessage
        switch message.command {
        case .cbor:
            let words = CTAP2Words.request(message.payload)
            request = ChipMessage(
                .usb,
                .ctap2,
                .request,
                words.command,
                relyingParty: words.relyingParty,
                byteCount: count
            )
        case .msg:
            guard let command = try? CommandAPDU(parsing: message.payload) else { return [] }
            let words = U2FWords.request(command)
            request = ChipMessage(
                .usb,
                .u2f,
                .request,
                words.command,
                relyingParty: words.relyingParty,
                byteCount: count
            )
        case .cancel:
            return [ChipMessage(.usb, .ctaphid, .request, "cancel", byteCount: count)]
        case .ping:
            request = ChipMessage(.usb, .ctaphid, .request, "ping", byteCount: count)
        default:
            return []
        }
        if self.asked.count >= Self.capacity {
            self.asked.removeAll()
        }
        self.asked[message.channel] = request
        return [request]
    }

    mutating func said(_ message: Message) -> [ChipMessage] {
        guard message.command != .keepalive else { return [] }
        guard message.command != .initialize else {
            // A host that begins anew on its channel wants no answer any more.
            self.asked[message.channel] = nil
            return []
        }
        guard message.command != .error else {
            let code = message.payload.first ?? 0
            // Another request of the channel may be under way.
            if code != ErrorCode.channelBusy.rawValue {
                self.asked[message.channel] = nil
            }
            return [
                ChipMessage(
                    .usb,
                    .ctaphid,
                    .answer,
                    "error",
                    status: CTAPHIDWords.error(code),
                    byteCount: message.payload.count
                )
            ]
        }
        guard let request = self.asked.removeValue(forKey: message.channel) else { return [] }
        switch request.layer {
        case .ctap2: return [request.answered(CTAP2Words.status(message.payload), message.payload.count)]
        case .u2f: return [request.answered(APDUWords.status(message.payload), message.payload.count)]
        case .ctaphid, .apdu: return [request.answered(nil, message.payload.count)]
        }
    }

    // MARK: The card

    mutating func heard(command bytes: [UInt8]) -> [ChipMessage] {
        self.command = APDUWords.request(bytes)
        // The applet is selected anew: what it was asked before gets no answer.
        if bytes.count > 1, bytes[1] == SelectCommand.instruction {
            self.cardRequest = nil
        }
        return [ChipMessage(.card, .apdu, .request, self.command, byteCount: bytes.count)]
    }

    private mutating func heard(_ whole: CommandAPDU) -> [ChipMessage] {
        let words: (command: String, relyingParty: String?)
        let layer: ChipMessage.Layer
        switch (whole.isProprietary, whole.ins) {
        case (true, 0x10): (words, layer) = (CTAP2Words.request(whole.data), .ctap2)
        case (false, 0x01...0x03): (words, layer) = (U2FWords.request(whole), .u2f)
        default: return []
        }
        let request = ChipMessage(
            .card,
            layer,
            .request,
            words.command,
            relyingParty: words.relyingParty,
            byteCount: whole.data.count
        )
        self.cardRequest = request
        return [request]
    }

    mutating func said(_ response: ResponseAPDU) -> [ChipMessage] {
        let bytes = response.bytes
        let answer = ChipMessage(
            .card,
            .apdu,
            .answer,
            self.command,
            status: APDUWords.status(bytes),
            byteCount: bytes.count
        )
        guard let request = self.cardRequest else { return [answer] }
        let isWhole = response.statusWord == .success || response.statusWord.sw1 == 0x61
        switch request.layer {
        case .ctap2 where isWhole && !response.data.isEmpty:
            self.cardRequest = nil
            return [request.answered(CTAP2Words.status(response.data), response.data.count), answer]
        case .u2f:
            self.cardRequest = nil
            return [request.answered(APDUWords.status(bytes), bytes.count), answer]
        case .ctap2, .apdu, .ctaphid:
            // Unless it is still at work, there will be no answer any more.
            if response.statusWord != .stillWorking {
                self.cardRequest = nil
            }
            return [answer]
        }
    }
}
