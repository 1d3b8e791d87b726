import ISO7816
import Testing

/// Commands from the reader's side, against a card that chains and hands out in parts, and against cards that do neither well.
struct CardTransactionTests {
    private static let short = LengthLimits(allowsExtended: false)
    private static let lengths = [0, 1, 2, 239, 240, 241, 254, 255, 256, 257, 480, 481, 512, 513, 7_609, 65_535]

    /// A command of a length whose answer has another length.
    private func command(
        _ length: Int,
        answer: Int,
        cla: UInt8 = 0x80,
        expectedLength: Int? = 65_536
    ) -> CommandAPDU {
        var data = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
        if length >= 2 {
            data.replaceSubrange(0..<2, with: [UInt8(answer >> 8), UInt8(answer & 0xFF)])
        }
        return CommandAPDU(cla: cla, ins: 0x10, p1: 1, p2: 2, data: data, expectedLength: expectedLength)
    }

    private func run(_ transaction: inout CardTransaction, on card: inout PartedCard) -> CardTransactionStep? {
        var step = transaction.begin()
        for _ in 0..<700 {
            guard case .send(let bytes) = step else { return step }
            step = transaction.responseReceived(card.transmit(bytes))
        }
        return nil
    }

    private func bytes(_ command: CommandAPDU) throws -> CardTransactionStep {
        .send(try command.bytes())
    }

    // MARK: Against a card

    @Test("every length goes there in both forms, and every length comes back", arguments: [true, false])
    func everyLength(_ allowsExtended: Bool) throws {
        let limits = LengthLimits(allowsExtended: allowsExtended)
        for length in Self.lengths {
            for answerLength in length < 2 ? [length] : Self.lengths {
                // The longest with the longest take a second each.
                guard length + answerLength < 70_000 || length == 2 else { continue }
                let command = self.command(length, answer: answerLength)
                var card = PartedCard()
                var transaction = try CardTransaction(command, limits: limits)
                let answer = PartedCard.answer(to: command.data)
                #expect(answer.count == (length < 2 ? length : answerLength))
                #expect(self.run(&transaction, on: &card) == .answered(ResponseAPDU(data: answer, .success)))
                #expect(card.carriedOut.map(\.data) == [command.data])
                #expect(transaction.sentCount == card.received.count)
                let parts = card.received.filter { $0.ins == 0x10 }
                #expect(parts.count == (allowsExtended ? 1 : max(1, (length + 239) / 240)))
                #expect(parts.allSatisfy { $0.isExtended == allowsExtended })
                #expect(
                    parts.dropLast().allSatisfy { $0.cla == 0x90 && $0.expectedLength == nil && $0.data.count == 240 }
                )
                #expect(parts.last?.expectedLength == (allowsExtended ? 65_536 : 256))
                #expect(parts.last?.cla == 0x80)
            }
        }
    }

    @Test("an answer that is fetched whole has the same bytes", arguments: [255, 256, 257, 511, 512, 65_535])
    func withoutDataUnderTheRemainder(_ answerLength: Int) throws {
        var card = PartedCard()
        card.sendsDataWithRemainder = false
        let command = self.command(2, answer: answerLength, expectedLength: 256)
        var transaction = try CardTransaction(command)
        let answer = ResponseAPDU(data: PartedCard.answer(to: command.data), .success)
        #expect(self.run(&transaction, on: &card) == .answered(answer))
    }

    @Test("short commands stay short although extended lengths are allowed")
    func shortStaysShort() throws {
        let select = SelectCommand.command(.fido)
        var transaction = try CardTransaction(select)
        #expect(transaction.begin() == (try self.bytes(select)))
        #expect(transaction.begin() == (try self.bytes(select)))
        #expect(transaction.sentCount == 1)
        let full = self.command(255, answer: 0, expectedLength: 256)
        var whole = try CardTransaction(full)
        #expect(whole.begin() == (try self.bytes(full)))
        var asked = full
        asked.isExtended = true
        var extended = try CardTransaction(asked)
        #expect(extended.begin() == (try self.bytes(asked)))
    }

    @Test("GET RESPONSE has class 80 first for class 80 alone, and 00 where that is refused")
    func classOfGetResponse() throws {
        for (cla, taken, classes) in [
            (0x80, nil, [0x80, 0x80]), (0x80, 0x80, [0x80, 0x80]), (0x80, 0x00, [0x80, 0x00, 0x00]),
            (0x00, nil, [0x00, 0x00]), (0x00, 0x00, [0x00, 0x00]),
        ] as [(UInt8, UInt8?, [UInt8])] {
            let command = self.command(4, answer: 600, cla: cla, expectedLength: 256)
            var card = PartedCard()
            card.responseClass = taken
            var transaction = try CardTransaction(command)
            let answer = ResponseAPDU(data: PartedCard.answer(to: command.data), .success)
            #expect(self.run(&transaction, on: &card) == .answered(answer))
            #expect(card.received.dropFirst().map(\.cla) == classes)
            // 600 bytes: `6100` means 256 or more, then 88 are left.
            #expect(card.received.last?.expectedLength == 88)
        }
        var card = PartedCard()
        card.responseClass = 0x80
        var transaction = try CardTransaction(self.command(4, answer: 600, cla: 0x00, expectedLength: 256))
        #expect(self.run(&transaction, on: &card) == .failed(.responseLost(.classNotSupported)))
    }

    @Test("6CXX is followed once for each APDU", arguments: [0, 1, 17, 255])
    func exactLength(_ answerLength: Int) throws {
        var card = PartedCard()
        card.wantsExactLength = true
        let command = self.command(4, answer: answerLength, expectedLength: 256)
        var transaction = try CardTransaction(command, limits: Self.short)
        let step = self.run(&transaction, on: &card)
        if answerLength == 0 {
            // `6C00` reads 256, which is refused with the same word again.
            #expect(step == .answered(ResponseAPDU(StatusWord(rawValue: 0x6C00))))
        } else {
            #expect(step == .answered(ResponseAPDU(data: PartedCard.answer(to: command.data), .success)))
        }
        #expect(card.received.map(\.expectedLength) == [256, answerLength == 0 ? 256 : answerLength])
        #expect(card.received.allSatisfy { $0.data == command.data })
    }

    // MARK: Falling back

    @Test(
        "a card that refuses extended lengths gets parts, and it is told",
        arguments: [StatusWord.wrongLength, .instructionNotSupported, .classNotSupported]
    )
    func fallingBack(_ refusal: StatusWord) throws {
        for length in [2, 240, 256, 600, 7_609] {
            let command = self.command(length, answer: 300)
            var card = PartedCard()
            card.extendedRefusal = refusal
            var transaction = try CardTransaction(command)
            let answer = ResponseAPDU(data: PartedCard.answer(to: command.data), .success)
            #expect(self.run(&transaction, on: &card) == .answered(answer))
            #expect(transaction.extendedRefusal == refusal)
            #expect(transaction.refusesExtended)
            #expect(card.carriedOut.count == 1)
            #expect(card.received.first?.isExtended == true)
            #expect(card.received.dropFirst().allSatisfy { !$0.isExtended })
        }
        // Other words are the answer.
        var card = PartedCard()
        card.extendedRefusal = .wrongData
        var transaction = try CardTransaction(self.command(2, answer: 3))
        #expect(self.run(&transaction, on: &card) == .answered(ResponseAPDU(.wrongData)))
        #expect(transaction.extendedRefusal == nil)
        #expect(!transaction.refusesExtended)
    }

    @Test("a command that is refused in both forms says nothing about extended lengths")
    func refusedInBothForms() throws {
        var transaction = try CardTransaction(self.command(2, answer: 3))
        _ = transaction.begin()
        let short = self.command(2, answer: 3, expectedLength: 256)
        #expect(transaction.responseReceived([0x6D, 0x00]) == (try self.bytes(short)))
        #expect(transaction.responseReceived([0x6D, 0x00]) == .answered(ResponseAPDU(.instructionNotSupported)))
        #expect(transaction.extendedRefusal == .instructionNotSupported)
        #expect(!transaction.refusesExtended)
    }

    @Test("a reader that does not send an extended APDU gets parts")
    func refusedByTheReader() throws {
        var transaction = try CardTransaction(self.command(2, answer: 3))
        _ = transaction.begin()
        #expect(transaction.transmissionRefused() == (try self.bytes(self.command(2, answer: 3, expectedLength: 256))))
        #expect(transaction.responseReceived([0x67, 0x00]) == .answered(ResponseAPDU(.wrongLength)))
        #expect(transaction.refusesExtended)
        var short = try CardTransaction(SelectCommand.command(.fido))
        _ = short.begin()
        #expect(short.transmissionRefused() == .failed(.notTransmitted))
        #expect(short.responseReceived([0x90, 0x00]) == .failed(.notTransmitted))
    }

    // MARK: Cards that break the rules

    @Test(
        "another status than 9000 ends a chain",
        arguments: [0x6100, 0x6105, 0x6200, 0x63C1, 0x6700, 0x6883, 0x6884, 0x6C10, 0x6D00, 0x9100] as [UInt16]
    )
    func chainIsRefused(_ word: UInt16) throws {
        let statusWord = StatusWord(rawValue: word)
        var transaction = try CardTransaction(self.command(600, answer: 3), limits: Self.short)
        _ = transaction.begin()
        #expect(!transaction.responseReceived([0x90, 0x00]).isFinal)
        #expect(transaction.responseReceived(statusWord.bytes) == .answered(ResponseAPDU(statusWord)))
        #expect(transaction.chainRefusal == statusWord)
        #expect(transaction.sentCount == 2)
    }

    @Test func whatACardMayNotDoEndsIt() throws {
        var parted = try CardTransaction(self.command(600, answer: 3), limits: Self.short)
        _ = parted.begin()
        #expect(parted.responseReceived([1, 2, 0x90, 0x00]) == .failed(.unexpectedData(byteCount: 2)))
        for bytes in [[], [0x90]] as [[UInt8]] {
            var truncated = try CardTransaction(SelectCommand.command(.fido))
            _ = truncated.begin()
            #expect(truncated.responseReceived(bytes) == .failed(.truncatedResponse(byteCount: bytes.count)))
        }
        // A card that always has more, without and with bytes.
        for (data, fault) in [
            ([], CardTransactionFault.tooManyRounds),
            ([UInt8](repeating: 0, count: 256), .responseTooLong(byteCount: 257 * 256)),
        ] {
            var endless = try CardTransaction(SelectCommand.command(.fido))
            var step = endless.begin()
            while !step.isFinal {
                step = endless.responseReceived(data + [0x61, 0x00])
            }
            #expect(step == .failed(fault))
            #expect(endless.sentCount <= 300)
        }
        var withoutEnd = try CardTransaction(SelectCommand.command(.fido))
        var step = withoutEnd.begin()
        for _ in 0..<2 {
            #expect(!step.isFinal)
            step = withoutEnd.responseReceived([0x6C, 0x05])
        }
        #expect(step == .answered(ResponseAPDU(StatusWord(rawValue: 0x6C05))))
    }

    @Test func aCommandThatNoAPDUCanSayIsRefused() {
        #expect(throws: APDUError.dataTooLong(byteCount: 65_536)) {
            try CardTransaction(CommandAPDU(cla: 0, ins: 1, p1: 0, p2: 0, data: [UInt8](repeating: 0, count: 65_536)))
        }
        #expect(throws: APDUError.noSuchExpectedLength(0)) {
            try CardTransaction(CommandAPDU(cla: 0, ins: 1, p1: 0, p2: 0, expectedLength: 0))
        }
        #expect(LengthLimits(partByteCount: 0).partByteCount == 1)
        #expect(LengthLimits(partByteCount: 256).partByteCount == 255)
    }

    // MARK: Anything at all

    @Test("whatever a card says there is an end that stays, and every APDU can be read", arguments: [true, false])
    func anythingAtAll(_ allowsExtended: Bool) throws {
        var random = SplitMix64(seed: 31)
        let words: [[UInt8]] = [
            [0x90, 0x00], [0x61, 0x00], [0x61, 0x10], [0x6C, 0x00], [0x6C, 0x08], [0x67, 0x00], [0x6D, 0x00],
            [0x6E, 0x00],
        ]
        for _ in 0..<500 {
            let length = Int.random(in: 0...1_000, using: &random)
            let cla: UInt8 = Bool.random(using: &random) ? 0x80 : 0x00
            let limits = LengthLimits(
                allowsExtended: allowsExtended,
                partByteCount: Int.random(in: 1...255, using: &random)
            )
            var transaction = try CardTransaction(self.command(length, answer: 0, cla: cla), limits: limits)
            var step = transaction.begin()
            for _ in 0..<1_400 {
                guard case .send(let bytes) = step else { break }
                #expect(throws: Never.self) { try CommandAPDU(parsing: bytes) }
                let word = words[Int.random(in: 0..<words.count, using: &random)]
                let data = [UInt8](repeating: 7, count: Int.random(in: 0...4, using: &random) * 60)
                switch Int.random(in: 0..<40, using: &random) {
                case 0: step = transaction.responseReceived([0x90])
                case 1: step = transaction.transmissionRefused()
                case 2...30: step = transaction.responseReceived(word)
                default: step = transaction.responseReceived(data + word)
                }
            }
            #expect(step.isFinal)
            #expect(transaction.responseReceived([0x61, 0x00]) == step)
            #expect(transaction.begin() == step)
            #expect(transaction.transmissionRefused() == step)
        }
    }
}
