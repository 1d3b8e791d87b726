import ISO7816
import Testing
import VectorSupport

/// The vectors of `Vectors/apdu_*` against the types that read them.
struct APDUVectorTests {
    @Test(arguments: try VectorFile<APDUCommandGroup>.named("apdu_command_test").cases)
    func aCommandHasItsPartsOrItsError(_ vector: VectorCase<APDUCommandGroup>) throws {
        let bytes = vector.test.bytes.bytes
        guard vector.test.result == .valid else {
            let error = #expect(throws: APDUError.self) { try CommandAPDU(parsing: bytes) }
            #expect(error.map { String(describing: $0) } == vector.test.expect)
            return
        }
        let stated = try #require(vector.test.command)
        let command = CommandAPDU(
            cla: stated.cla,
            ins: stated.ins,
            p1: stated.p1,
            p2: stated.p2,
            data: stated.data.bytes,
            expectedLength: stated.expectedLength,
            isExtended: stated.isExtended
        )
        #expect(try CommandAPDU(parsing: bytes) == command)
        #expect(try command.bytes() == bytes)
    }

    @Test(arguments: try VectorFile<AnswerToResetGroup>.named("apdu_answer-to-reset_test").cases)
    func anAnswerToResetHasItsPartsOrItsError(_ vector: VectorCase<AnswerToResetGroup>) throws {
        let bytes = vector.test.bytes.bytes
        guard vector.test.result == .valid else {
            let error = #expect(throws: AnswerToResetError.self) { try AnswerToReset(parsing: bytes) }
            #expect(error.map { String(describing: $0) } == vector.test.expect)
            return
        }
        let stated = try #require(vector.test.answer)
        let answer = AnswerToReset(
            convention: stated.convention == "direct" ? .direct : .inverse,
            first: InterfaceBytes(ta: stated.first.ta, tb: stated.first.tb, tc: stated.first.tc),
            groups: try stated.groups.map { group in
                ProtocolGroup(
                    protocol: try #require(group.protocol),
                    interface: InterfaceBytes(ta: group.ta, tb: group.tb, tc: group.tc)
                )
            },
            historicalBytes: stated.historicalBytes.bytes
        )
        #expect(try AnswerToReset(parsing: bytes) == answer)
        #expect(try answer.bytes() == bytes)
    }

    @Test(arguments: try VectorFile<APDUConversationGroup>.named("apdu_conversation_test").cases)
    func partsAreJoinedAndHandedOut(_ vector: VectorCase<APDUConversationGroup>) throws {
        var card = EchoCard(capacity: vector.group.capacity)
        for (number, step) in vector.test.steps.enumerated() {
            let command = try CommandAPDU(parsing: step.send.bytes)
            #expect(card.answer(to: command).bytes == step.answer.bytes, "step \(number + 1)")
        }
    }

    /// A card whose only command echoes its data.
    private struct EchoCard {
        private var chain: CommandChain
        private var pending = PendingResponse()

        init(capacity: Int) {
            self.chain = CommandChain(capacity: capacity)
        }

        mutating func answer(to command: CommandAPDU) -> ResponseAPDU {
            guard command.ins != PendingResponse.instruction else {
                return self.pending.getResponse(expectedLength: command.expectedLength ?? 256)
            }
            self.pending.abandon()
            switch self.chain.received(command) {
            case .acknowledged: return ResponseAPDU(.success)
            case .refused(let statusWord): return ResponseAPDU(statusWord)
            case .complete(let whole):
                let echo = ResponseAPDU(data: whole.data, .success)
                return self.pending.begin(echo, expectedLength: whole.expectedLength ?? 256)
            }
        }
    }
}
