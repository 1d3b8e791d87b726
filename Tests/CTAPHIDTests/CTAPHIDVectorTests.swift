import CTAPHID
import Testing
import VectorSupport

/// The vectors of `Vectors/ctaphid_*` against the machines.
struct CTAPHIDVectorTests {
    @Test(arguments: try VectorFile<CTAPHIDMessageGroup>.named("ctaphid_message_test").cases)
    func aMessageHasItsPacketsOrItsError(_ vector: VectorCase<CTAPHIDMessageGroup>) throws {
        let packets = try vector.test.packets.map { try Self.packet($0) }
        guard vector.test.result == .valid else {
            let error = #expect(throws: MessageError.self) { _ = try Self.assembled(packets) }
            #expect(error.map { String("\($0)".prefix { $0 != "(" }) } == vector.test.expect)
            return
        }
        let bytes = vector.test.channel.bytes
        let message = try Message(
            channel: ChannelID(bytes: (bytes[0], bytes[1], bytes[2], bytes[3])),
            command: Command(rawValue: try #require(vector.test.command)),
            payload: try #require(vector.test.payload).bytes
        )
        #expect(try Self.assembled(packets) == message)
        if packets.count > 1 {
            #expect(try Self.assembled(packets.dropLast()) == nil)
        }
        // What stands behind a message in its last packet is the sender's; ours are zeros.
        #expect(message.packets == packets)
    }

    @Test(arguments: try VectorFile<CTAPHIDConversationGroup>.named("ctaphid_conversation_test").cases)
    func theTokenKeepsToItsScript(_ vector: VectorCase<CTAPHIDConversationGroup>) throws {
        let version = vector.group.version.bytes
        var arbiter = ChannelArbiter(
            information: DeviceInformation(
                version: DeviceVersion(major: version[0], minor: version[1], build: version[2]),
                capabilities: Capabilities(rawValue: vector.group.capabilities)
            ),
            messageTimeout: vector.group.messageTimeout
        )
        for (number, step) in vector.test.steps.enumerated() {
            let now = Uptime(milliseconds: step.at)
            let action: ArbiterAction
            switch step.event {
            case "report": action = arbiter.packetReceived(try Self.packet(try #require(step.report)), at: now)
            case "timePassed": action = arbiter.timePassed(to: now)
            case "reply":
                let payload = try #require(step.payload).bytes
                action = arbiter.replied(payload).map { .send($0) } ?? .none
            default:
                Issue.record("no such event: \(step.event)")
                return
            }
            let (does, message) = Self.told(action)
            #expect(does == step.does, "step \(number + 1)")
            let answers = try step.answers.map { try Self.packet($0) }
            #expect(message?.packets ?? [] == answers, "step \(number + 1)")
        }
    }

    private static func told(_ action: ArbiterAction) -> (does: String, message: Message?) {
        switch action {
        case .none: ("nothing", nil)
        case .send(let message): ("answer", message)
        case .wink(let message): ("wink", message)
        case .carryOut: ("carryOut", nil)
        case .cancel: ("cancel", nil)
        case .abort(let message): ("abort", message)
        }
    }

    private static func packet(_ report: HexBytes) throws -> Packet {
        try Packet(parsing: report.bytes + [UInt8](repeating: 0, count: max(0, 64 - report.bytes.count)))
    }

    private static func assembled(_ packets: [Packet]) throws(MessageError) -> Message? {
        guard let first = packets.first else { return nil }
        var assembler = try MessageAssembler(first)
        for packet in packets.dropFirst() {
            try assembler.append(packet)
        }
        return assembler.message
    }
}
