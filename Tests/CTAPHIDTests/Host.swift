import CTAPHID

/// Applications on a host, talking to one token packet by packet.
struct Host {
    var arbiter: ChannelArbiter

    init(capabilities: Capabilities = [.wink, .cbor]) {
        let version = DeviceVersion(major: 5, minor: 1, build: 2)
        self.arbiter = ChannelArbiter(
            information: DeviceInformation(version: version, capabilities: capabilities)
        )
    }

    static let nonce: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

    /// Asks for a channel, as every application does first.
    mutating func openChannel(at now: Uptime = .zero) -> ChannelID {
        _ = self.sends(.initialize, Self.nonce, on: .broadcast, at: now)
        self.channelCount += 1
        return ChannelID(rawValue: self.channelCount)
    }

    private var channelCount: UInt32 = 0

    /// Sends all packets of a message at once; what came of the last one.
    mutating func sends(
        _ command: Command,
        _ payload: [UInt8] = [],
        on channel: ChannelID,
        at now: Uptime = .zero
    ) -> ArbiterAction {
        var action = ArbiterAction.none
        for packet in Self.packets(command, payload, on: channel) {
            action = self.arbiter.packetReceived(packet, at: now)
        }
        return action
    }

    /// Sends one packet.
    mutating func sends(_ packet: Packet, at now: Uptime = .zero) -> ArbiterAction {
        self.arbiter.packetReceived(packet, at: now)
    }

    static func packets(_ command: Command, _ payload: [UInt8], on channel: ChannelID) -> [Packet] {
        (try? Message(channel: channel, command: command, payload: payload).packets) ?? []
    }
}

extension ArbiterAction {
    /// A refusal, as a test expects it.
    static func refuses(_ code: ErrorCode, on channel: ChannelID) -> ArbiterAction {
        .send(.error(code, on: channel))
    }

    /// An answer, as a test expects it.
    static func answers(_ command: Command, _ payload: [UInt8], on channel: ChannelID) -> ArbiterAction {
        guard let message = try? Message(channel: channel, command: command, payload: payload) else { return .none }
        return .send(message)
    }

    /// A request to carry out, as a test expects it.
    static func carriesOut(_ command: Command, _ payload: [UInt8], on channel: ChannelID) -> ArbiterAction {
        guard let message = try? Message(channel: channel, command: command, payload: payload) else { return .none }
        return .carryOut(message)
    }
}
