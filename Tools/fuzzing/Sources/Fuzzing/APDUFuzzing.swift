import ISO7816

/// ISO7816: what is read is written as it was, and whatever comes is answered for.
enum APDUFuzzing {
    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        switch reader.number(below: 4) {
        case 0: self.command(reader.bytesToEnd())
        case 1: self.response(reader.bytesToEnd())
        case 2: self.answerToReset(reader.bytesToEnd())
        default: self.conversation(&reader)
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
}
