import CTAPHID
import ISO7816

/// Listens on the chip's wires and puts into words what is said there.
struct ChipListener: Sendable {
    /// Messages of which not all packets have come yet.
    private var requests: [ChannelID: MessageAssembler] = [:]
    /// What was asked last on each channel and not answered yet.
    private var asked: [ChannelID: ChipMessage] = [:]
    /// Commands of which not all parts have come yet.
    private var chain = CommandChain()
    /// The last command to the card, and the request it carried.
    private var command = ""
    private var cardRequest: ChipMessage?

    /// So many channels are listened to; of more, the listener forgets.
    private static let capacity = 16

    // MARK: USB

    mutating func heard(report: [UInt8]) -> [ChipMessage] {
        guard let packet = try? Packet(parsing: report) else { return [] }
        if case .initialization = packet.kind {
            if self.requests.count >= Self.capacity {
                self.requests.removeAll()
            }
            self.requests[packet.channel] = try? MessageAssembler(packet)
        } else {
            try? self.requests[packet.channel]?.append(packet)
        }
        guard let message = self.requests[packet.channel]?.message else { return [] }
        self.requests[packet.channel] = nil
        return self.heard(message)
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
        guard message.command != .keepalive, message.command != .initialize else { return [] }
        guard message.command != .error else {
            let code = message.payload.first ?? 0
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
        var messages = [ChipMessage(.card, .apdu, .request, self.command, byteCount: bytes.count)]
        guard let part = try? CommandAPDU(parsing: bytes), case .complete(let whole) = self.chain.received(part) else {
            return messages
        }
        let words: (command: String, relyingParty: String?)
        let layer: ChipMessage.Layer
        switch (whole.isProprietary, whole.ins) {
        case (true, 0x10): (words, layer) = (CTAP2Words.request(whole.data), .ctap2)
        case (false, 0x01...0x03): (words, layer) = (U2FWords.request(whole), .u2f)
        default: return messages
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
        messages.append(request)
        return messages
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
            return [answer]
        }
    }
}
