import CTAPHID

/// A host's request and a token on one wire in memory, with a clock that moves when nothing is under way.
///
/// The token echoes PING, and answers CBOR with ``HostWire/answer(to:)`` after some keepalives.
struct HostWire {
    /// Fault of one packet.
    enum Mishap: CaseIterable {
        case lost, doubled, swapped, foreignBefore
    }

    /// A direction and the number of its packet that something happens to.
    struct Fault {
        var mishap: Mishap
        var isAnswer: Bool
        var index: Int
    }

    var host: Host
    var now = Uptime.seconds(1)
    var fault: Fault?
    var keepaliveCount = 0

    /// The packets that reached the host's side of the wire, and those the host has sent.
    private(set) var answerCount = 0
    private(set) var requestCount = 0

    init(_ host: Host, fault: Fault? = nil) {
        self.host = host
        self.fault = fault
    }

    static func answer(to request: Message) -> [UInt8] {
        [0x00] + request.payload.reversed()
    }

    /// Runs a request to its end; `nil` if it has none within a thousand turns of the clock.
    mutating func run<Exchange: HostExchange>(_ exchange: inout Exchange) -> HostStep<Exchange.Answer>? {
        var toToken = exchange.packets
        for _ in 0..<1_000 {
            var toHost: [Packet] = []
            self.disturb(&toToken, isAnswer: false, count: &self.requestCount)
            for packet in toToken {
                toHost += self.tokenReceives(packet)
            }
            toToken = []
            self.disturb(&toHost, isAnswer: true, count: &self.answerCount)
            for packet in toHost {
                let step = exchange.reportReceived(packet.bytes, at: self.now)
                if case .send(let packets) = step { toToken += packets }
                if step.isFinal { return step }
            }
            guard toToken.isEmpty else { continue }
            guard let wake = exchange.nextWake else { return nil }
            self.now = max(self.now, min(wake, self.host.arbiter.nextWake ?? wake))
            // The token's word about a message that stopped coming goes out before the host's patience ends.
            if case .send(let message) = self.host.arbiter.timePassed(to: self.now) {
                for packet in message.packets {
                    let step = exchange.packetReceived(packet, at: self.now)
                    if step.isFinal { return step }
                }
            }
            let step = exchange.timePassed(to: self.now)
            if case .send(let packets) = step { toToken = packets }
            if step.isFinal { return step }
        }
        return nil
    }

    private mutating func tokenReceives(_ packet: Packet) -> [Packet] {
        switch self.host.sends(packet, at: self.now) {
        case .none, .cancel:
            return []
        case .send(let message), .wink(let message), .abort(let message):
            return message.packets
        case .carryOut(let request):
            var packets: [Packet] = []
            for _ in 0..<self.keepaliveCount {
                packets += self.host.arbiter.keepalive(.processing)?.packets ?? []
            }
            return packets + (self.host.arbiter.replied(Self.answer(to: request))?.packets ?? [])
        }
    }

    private func disturb(_ packets: inout [Packet], isAnswer: Bool, count: inout Int) {
        let first = count
        count += packets.count
        guard let fault = self.fault, fault.isAnswer == isAnswer else { return }
        let index = fault.index - first
        guard packets.indices.contains(index) else { return }
        switch fault.mishap {
        case .lost:
            packets.remove(at: index)
        case .doubled:
            packets.insert(packets[index], at: index)
        case .swapped:
            guard packets.indices.contains(index + 1) else { return }
            packets.swapAt(index, index + 1)
        case .foreignBefore:
            // A continuation and a message of other channels: a token's answers to others, or another program's requests.
            var foreign = packets[index]
            foreign.channel = ChannelID(rawValue: foreign.channel.rawValue ^ 0x5500_0000)
            packets.insert(contentsOf: [foreign, foreign], at: index)
        }
    }
}
