import ISO7816

/// A card that echoes: the answer to a command is as long as its first two data bytes say, and made from all of its data.
///
/// It puts chained commands together and hands long answers out in parts, as tokens do.
struct PartedCard {
    /// Response to extended APDUs; `nil` if it takes them.
    var extendedRefusal: StatusWord?

    /// The class of GET RESPONSE that it takes; `nil` for every one.
    var responseClass: UInt8?

    /// Whether it says `6CXX` to an Le that is longer than what is there.
    var wantsExactLength = false

    /// Whether an answer begins with its first bytes under `61XX`, or with none of them.
    var sendsDataWithRemainder = true

    /// The commands that it carried out and the APDUs that it got.
    private(set) var carriedOut: [CommandAPDU] = []
    private(set) var received: [CommandAPDU] = []

    private var chain = CommandChain()
    private var pending = PendingResponse()

    /// The answer to a command of these data.
    static func answer(to data: [UInt8]) -> [UInt8] {
        guard data.count >= 2 else { return data }
        let count = Int(data[0]) << 8 | Int(data[1])
        return (0..<count).map { data[$0 % data.count] ^ UInt8(truncatingIfNeeded: $0 >> 3) }
    }

    mutating func transmit(_ bytes: [UInt8]) -> [UInt8] {
        guard let command = try? CommandAPDU(parsing: bytes) else { return StatusWord.wrongLength.bytes }
        self.received.append(command)
        return self.respond(to: command).bytes
    }

    private mutating func respond(to command: CommandAPDU) -> ResponseAPDU {
        if command.isExtended, let refusal = self.extendedRefusal { return ResponseAPDU(refusal) }
        if command.ins == PendingResponse.instruction {
            if let responseClass, command.cla != responseClass { return ResponseAPDU(.classNotSupported) }
            return self.pending.getResponse(expectedLength: command.expectedLength ?? 256)
        }
        self.pending.abandon()
        if self.wantsExactLength, !command.isChained, let expected = command.expectedLength {
            let data = Self.answer(to: command.data)
            if data.count < min(256, expected) {
                return ResponseAPDU(StatusWord(sw1: 0x6C, sw2: UInt8(truncatingIfNeeded: data.count)))
            }
        }
        switch self.chain.received(command) {
        case .acknowledged:
            return ResponseAPDU(.success)
        case .refused(let statusWord):
            return ResponseAPDU(statusWord)
        case .complete(let whole):
            self.carriedOut.append(whole)
            let answer = ResponseAPDU(data: Self.answer(to: whole.data), .success)
            let capacity = whole.expectedLength ?? 256
            guard !self.sendsDataWithRemainder, answer.data.count > capacity else {
                return self.pending.begin(answer, expectedLength: capacity)
            }
            // Nothing is handed out yet: the whole answer waits behind a first part that the reader is not shown.
            self.pending = PendingResponse()
            _ = self.pending.begin(ResponseAPDU(data: [0] + answer.data, .success), expectedLength: 1)
            return ResponseAPDU(.bytesRemaining(answer.data.count))
        }
    }
}
