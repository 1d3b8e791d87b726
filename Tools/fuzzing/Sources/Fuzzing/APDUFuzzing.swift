import ISO7816

/// ISO7816: what is read is written as it was, and whatever comes is answered for.
enum APDUFuzzing {
    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        let choice = reader.byte()
        // What is kept in the corpus chooses by the low bits.
        switch choice & 0x80 == 0 ? choice % 4 : 4 {
        case 0: self.command(reader.bytesToEnd())
        case 1: self.response(reader.bytesToEnd())
        case 2: self.answerToReset(reader.bytesToEnd())
        case 3: self.conversation(&reader)
        default: self.transaction(&reader)
        }
    }

    private static func command(_ bytes: [UInt8]) {
        guard let command = try? CommandAPDU(parsing: bytes) else { return }
        guard let written = try? command.bytes() else { return hold(false, "what was read can be written") }
        hold(written == bytes, "a command is written as it was read")
        _ = try? SelectCommand(command)
    }

    private static func response(_ bytes: [UInt8]) {
        guard let response = try? ResponseAPDU(parsing: bytes) else { return }
        hold(response.bytes == bytes, "a response is written as it was read")
        hold(response.statusWord.description.count == 4, "a status word has four figures")
    }

    private static func answerToReset(_ bytes: [UInt8]) {
        guard let answer = try? AnswerToReset(parsing: bytes) else { return }
        guard let written = try? answer.bytes() else { return hold(false, "what was read can be written") }
        hold(written == bytes, "an answer to reset is written as it was read")
    }

    /// Commands that may be chained, with answers that may have to be fetched.
    private static func conversation(_ reader: inout InputReader) {
        let capacity = 1 + reader.twoBytes()
        var chain = CommandChain(capacity: capacity)
        var pending = PendingResponse()
        var sent: [UInt8] = []
        while !reader.isAtEnd {
            guard let command = try? CommandAPDU(parsing: reader.bytes(1 + reader.number(below: 64))) else { continue }
            if command.ins == PendingResponse.instruction {
                let part = pending.getResponse(expectedLength: command.expectedLength ?? 256)
                hold(part.data.count <= max(1, command.expectedLength ?? 256), "no more is handed out than asked for")
                hold(sent.starts(with: part.data), "parts come in their order")
                sent.removeFirst(part.data.count)
                hold(sent.isEmpty || part.statusWord.bytesRemaining != nil, "what is left is announced")
                continue
            }
            switch chain.received(command) {
            case .complete(let whole):
                hold(whole.data.count <= capacity, "a chain keeps to its capacity")
                sent = whole.data
                let first = pending.begin(ResponseAPDU(data: sent, .success), expectedLength: 16)
                sent.removeFirst(first.data.count)
                hold(sent.isEmpty == (first.statusWord == .success), "what is left is announced")
            case .acknowledged:
                hold(chain.isPending, "an acknowledged part is kept")
            case .refused:
                hold(!chain.isPending, "a refusal drops the chain")
            }
        }
    }

    /// A command of any form, and a card that responds anything to its APDUs.
    private static func transaction(_ reader: inout InputReader) {
        let limits = LengthLimits(allowsExtended: reader.flag(), partByteCount: Int(reader.byte()))
        let command = CommandAPDU(
            cla: reader.byte(),
            ins: reader.byte(),
            p1: 0,
            p2: 0,
            data: [UInt8](repeating: reader.byte(), count: reader.twoBytes() % 2_000),
            expectedLength: reader.flag() ? 1 + reader.twoBytes() : nil,
            isExtended: reader.flag()
        )
        guard var transaction = try? CardTransaction(command, limits: limits) else {
            return hold(false, "what an APDU can say can be sent")
        }
        var step = transaction.begin()
        var partCount = 0
        while case .send(let bytes) = step {
            guard let sent = try? CommandAPDU(parsing: bytes) else { return hold(false, "what is sent can be read") }
            hold(limits.allowsExtended || !sent.isExtended, "nothing is sent in a form that is not allowed")
            if sent.isChained, !command.isChained {
                partCount += 1
                hold(sent.expectedLength == nil, "no part but the last has an Le")
            }
            hold(transaction.sentCount - partCount <= limits.rounds, "an exchange has an end")
            guard !reader.isAtEnd else { break }
            if reader.number(below: 16) == 0 {
                step = transaction.transmissionRefused()
                continue
            }
            let words: [[UInt8]] = [
                [0x90, 0x00], [0x61, reader.byte()], [0x6C, reader.byte()], [0x67, 0x00], [0x6E, 0x00],
            ]
            let choice = reader.number(below: 8)
            step = transaction.responseReceived(
                choice < words.count ? reader.bytes(reader.number(below: 64)) + words[choice] : reader.bytes(choice)
            )
        }
        while !step.isFinal {
            step = transaction.responseReceived([0x61, 0x10])
        }
        hold(transaction.responseReceived([0x90, 0x00]) == step, "the end stays")
        if case .answered(let response) = step {
            hold(response.data.count <= limits.responseByteCount, "an answer keeps to its limit")
        }
    }
}
