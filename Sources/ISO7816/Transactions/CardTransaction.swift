/// One command as the reader's side sees it: the APDUs that carry it, and the answer put together.
///
/// A value: responses go in, steps come out. The outcome of each response is the next APDU, or the end; the end stays.
///
/// | event | outcome |
/// |---|---|
/// | the command fits the short form | one APDU |
/// | it does not, and extended lengths are allowed | one extended APDU |
/// | it does not, and they are not allowed | parts with the chaining bit, ISO 7816-4:2020, section 5.3.3; Le in the last one |
/// | `6700`, `6D00` or `6E00` to the extended APDU | the same in parts |
/// | a part that is not the last gets another status than `9000` | that is the answer |
/// | `61XX` | GET RESPONSE with Le `XX`, ISO 7816-4:2020, section 5.3.4; `6100` means 256 or more |
/// | `6CXX` | the same APDU with Le `XX`, once |
package struct CardTransaction: Equatable, Sendable {
    /// The command.
    package let command: CommandAPDU

    /// Limits of reader and card.
    package let limits: LengthLimits

    /// Number of APDUs sent.
    package private(set) var sentCount = 0

    /// The status word of the extended APDU if that was refused and the command went out in parts, `nil` else.
    ///
    /// A reader that did not send it has none and counts as ``StatusWord/wrongLength``.
    package private(set) var extendedRefusal: StatusWord?

    /// Status word that ended a chained command before its last part.
    package private(set) var chainRefusal: StatusWord?

    private var isRefusedByReader = false
    private var stage = Stage.unsent
    private var last: CommandAPDU
    private var isRepeated = false
    private var rounds = 0
    private var data: [UInt8] = []
    private var responseClass: ResponseClass
    private var isResponseClassKnown = false
    private var outcome: CardTransactionStep?

    /// A command that has not been sent yet.
    ///
    /// - Parameters:
    ///   - command: The command. ``CommandAPDU/isExtended`` asks for the extended form although the short one would do.
    ///   - limits: Limits of reader and card.
    /// - Throws: ``APDUError`` if no APDU could say it.
    package init(_ command: CommandAPDU, limits: LengthLimits = LengthLimits()) throws(APDUError) {
        _ = try command.bytes()
        self.command = command
        self.limits = limits
        self.last = command
        self.responseClass = command.cla & ~CommandChain.bit == 0x80 ? .proprietary : .interindustry
    }

    /// Whether extended lengths are refused here, so that the next command is better sent in parts at once.
    ///
    /// A command that gets the same status word in both forms does not tell.
    package var refusesExtended: Bool {
        guard let refusal = self.extendedRefusal, case .answered(let response) = self.outcome else { return false }
        return response.statusWord != refusal || self.isRefusedByReader
    }

    private enum Stage: Equatable {
        /// Nothing is sent.
        case unsent
        /// The extended APDU is out.
        case extended
        /// A part is out, and from this byte on others follow.
        case part(next: Int)
        /// The command is out as a whole.
        case whole
        /// GET RESPONSE is out.
        case fetching
    }

    /// The class of GET RESPONSE: `80` is tried first for a command of that class, `00` is what ISO 7816-4 has.
    private enum ResponseClass: UInt8 {
        case proprietary = 0x80
        case interindustry = 0x00
    }

    /// The first APDU; later calls change nothing.
    package mutating func begin() -> CardTransactionStep {
        if let outcome = self.outcome { return outcome }
        guard self.stage == .unsent else { return self.written(self.last) }
        return self.needsExtended && self.limits.allowsExtended ? self.sendExtended() : self.sendPart(from: 0)
    }

    /// The card responded with these bytes.
    package mutating func responseReceived(_ bytes: [UInt8]) -> CardTransactionStep {
        if let outcome = self.outcome { return outcome }
        guard let response = try? ResponseAPDU(parsing: bytes) else {
            return self.end(.failed(.truncatedResponse(byteCount: bytes.count)))
        }
        if response.statusWord.sw1 == 0x6C, self.mayBeRepeated {
            return self.repeated(expectedLength: response.statusWord.lengthInSW2)
        }
        switch self.stage {
        case .unsent:
            return self.begin()
        case .extended where response.data.isEmpty && response.statusWord.refusesLength:
            self.extendedRefusal = response.statusWord
            return self.sendPart(from: 0)
        case .part(let next):
            return self.partAnswered(response, next: next)
        case .fetching where response.data.isEmpty && response.statusWord.isError:
            return self.fetchRefused(response.statusWord)
        case .extended, .whole, .fetching:
            return self.received(response)
        }
    }

    /// The reader did not send the APDU: an extended one goes out in parts, for any other that is the end.
    package mutating func transmissionRefused() -> CardTransactionStep {
        if let outcome = self.outcome { return outcome }
        guard self.stage == .extended else { return self.end(.failed(.notTransmitted)) }
        self.extendedRefusal = .wrongLength
        self.isRefusedByReader = true
        return self.sendPart(from: 0)
    }

    // MARK: Sending

    private var needsExtended: Bool {
        self.command.isExtended || self.command.data.count > 255 || self.command.expectedLength ?? 0 > 256
    }

    private mutating func sendExtended() -> CardTransactionStep {
        self.stage = .extended
        return self.send(self.command)
    }

    /// Sends the command in short form: as a whole if it fits, else the part that begins at a byte.
    private mutating func sendPart(from start: Int) -> CardTransactionStep {
        let data = self.command.data
        // A whole command may be as long as the short form has it where extended lengths show that nobody minds.
        let isWhole =
            data.count <= (self.limits.allowsExtended && !self.needsExtended ? 255 : self.limits.partByteCount)
        let end = isWhole ? data.count : min(data.count, start + self.limits.partByteCount)
        var part = self.command
        part.isExtended = false
        part.data = Array(data[start..<end])
        if end < data.count {
            part.cla |= CommandChain.bit
            part.expectedLength = nil
            self.stage = .part(next: end)
        } else {
            part.expectedLength = self.command.expectedLength.map { min($0, 256) }
            self.stage = .whole
        }
        return self.send(part)
    }

    /// A part that is not the last has no Le that could be corrected.
    private var mayBeRepeated: Bool {
        if case .part = self.stage { return false }
        return !self.isRepeated
    }

    private mutating func repeated(expectedLength: Int) -> CardTransactionStep {
        var command = self.last
        command.expectedLength = expectedLength
        let step = self.send(command)
        self.isRepeated = true
        return step
    }

    private mutating func fetch(_ byteCount: Int) -> CardTransactionStep {
        self.stage = .fetching
        return self.send(
            CommandAPDU(
                cla: self.responseClass.rawValue,
                ins: PendingResponse.instruction,
                p1: 0,
                p2: 0,
                expectedLength: byteCount
            )
        )
    }

    private mutating func send(_ command: CommandAPDU) -> CardTransactionStep {
        if case .part = self.stage {
        } else {
            self.rounds += 1
        }
        guard self.rounds <= self.limits.rounds else { return self.end(.failed(.tooManyRounds)) }
        self.last = command
        self.isRepeated = false
        self.sentCount += 1
        return self.written(command)
    }

    private mutating func written(_ command: CommandAPDU) -> CardTransactionStep {
        // Whatever the whole command can say, its parts and GET RESPONSE can as well.
        guard let bytes = try? command.bytes() else { return self.end(.failed(.notTransmitted)) }
        return .send(bytes)
    }

    // MARK: Receiving

    private mutating func partAnswered(_ response: ResponseAPDU, next: Int) -> CardTransactionStep {
        guard response.statusWord == .success else {
            self.chainRefusal = response.statusWord
            return self.end(.answered(response))
        }
        guard response.data.isEmpty else {
            return self.end(.failed(.unexpectedData(byteCount: response.data.count)))
        }
        return self.sendPart(from: next)
    }

    private mutating func received(_ response: ResponseAPDU) -> CardTransactionStep {
        let byteCount = self.data.count + response.data.count
        guard byteCount <= self.limits.responseByteCount else {
            return self.end(.failed(.responseTooLong(byteCount: byteCount)))
        }
        self.data += response.data
        self.isResponseClassKnown = self.isResponseClassKnown || self.stage == .fetching
        guard let remaining = response.statusWord.bytesRemaining else {
            return self.end(.answered(ResponseAPDU(data: self.data, response.statusWord)))
        }
        return self.fetch(remaining)
    }

    /// Class `80` may be unknown to a card for GET RESPONSE; before its first success, `00` is tried in its place.
    private mutating func fetchRefused(_ statusWord: StatusWord) -> CardTransactionStep {
        guard self.responseClass == .proprietary, !self.isResponseClassKnown,
            let expectedLength = self.last.expectedLength
        else {
            return self.end(.failed(.responseLost(statusWord)))
        }
        self.responseClass = .interindustry
        return self.fetch(expectedLength)
    }

    private mutating func end(_ step: CardTransactionStep) -> CardTransactionStep {
        self.outcome = step
        self.data = []
        return step
    }
}

extension StatusWord {
    /// Whether a card that does not know extended lengths would say so.
    fileprivate var refusesLength: Bool {
        self == .wrongLength || self == .instructionNotSupported || self == .classNotSupported
    }

    /// An execution or checking error, ISO 7816-4:2020, section 5.6.
    fileprivate var isError: Bool {
        (0x64...0x6F).contains(self.sw1)
    }

    /// SW2 as a short Le.
    fileprivate var lengthInSW2: Int {
        self.sw2 == 0 ? 256 : Int(self.sw2)
    }
}
