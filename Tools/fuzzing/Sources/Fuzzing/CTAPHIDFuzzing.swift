import CTAPHID

/// CTAPHID: reports of any content at any time; what the token answers is held against what it was told.
enum CTAPHIDFuzzing {
    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        let information = DeviceInformation(
            version: DeviceVersion(major: 1, minor: 0, build: 0),
            capabilities: Capabilities(rawValue: reader.byte())
        )
        var arbiter = ChannelArbiter(information: information)
        var now = Uptime.zero
        var channelCount: UInt32 = 0
        while !reader.isAtEnd {
            switch reader.number(below: 8) {
            case 0:
                now = now.advanced(byMilliseconds: UInt64(reader.twoBytes()))
                self.check(arbiter.timePassed(to: now), channelCount: &channelCount)
                hold(arbiter.nextWake.map { $0 > now } ?? true, "what was due is done")
            case 1:
                _ = arbiter.replied(reader.bytes(reader.twoBytes()))
                hold(arbiter.servedChannel == nil, "an answered request is over")
            case 2:
                _ = arbiter.keepalive(.processing)
            case 3:
                // A whole message, echoed byte for byte if it is a PING that finds the token idle.
                let isIdle = arbiter.servedChannel == nil && arbiter.nextWake == nil
                let channel = ChannelID(rawValue: UInt32(reader.byte()))
                let command = reader.flag() ? Command.ping : Command(rawValue: reader.byte())
                let payload = [UInt8](repeating: reader.byte(), count: reader.twoBytes() % 7_700)
                guard let message = try? Message(channel: channel, command: command, payload: payload) else {
                    hold(payload.count > Message.longestPayload, "a payload that fits makes a message")
                    continue
                }
                var last = ArbiterAction.none
                for packet in message.packets {
                    last = arbiter.packetReceived(packet, at: now)
                    self.check(last, channelCount: &channelCount)
                }
                if case .send(let answer) = last, answer.command == .ping {
                    hold(isIdle && answer == message, "a ping comes back byte for byte")
                }
            default:
                var bytes = reader.bytes(64)
                bytes += [UInt8](repeating: 0, count: 64 - bytes.count)
                guard let packet = try? Packet(parsing: bytes) else { return hold(false, "64 bytes are a packet") }
                hold(packet.bytes == bytes, "a packet is written as it was read")
                self.check(arbiter.packetReceived(packet, at: now), channelCount: &channelCount)
            }
        }
    }

    private static func check(_ action: ArbiterAction, channelCount: inout UInt32) {
        switch action {
        case .none, .cancel:
            return
        case .send(let message), .wink(let message), .abort(let message):
            if message.command == .initialize, message.channel == .broadcast {
                channelCount += 1
            } else if message.command != .error {
                hold(message.channel.rawValue <= channelCount, "only a channel that was handed out is answered")
            }
            hold(message.packets.count <= 129, "a message has at most 129 packets")
        case .carryOut(let message):
            hold((1...channelCount).contains(message.channel.rawValue), "only a channel's request is carried out")
            hold([.msg, .cbor].contains(message.command), "only what is known is carried out")
        }
    }
}
