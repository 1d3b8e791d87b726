extension ChannelArbiter {
    private func isAllocated(_ channel: ChannelID) -> Bool {
        channel != .reserved && channel.rawValue <= self.lastChannel.rawValue
    }

    /// The channel that has the token, by a transaction or by a lock.
    private var owner: ChannelID? {
        switch self.state {
        case .receiving(let assembler, _): assembler.channel
        case .carryingOut(let channel, _): channel
        case .idle: self.lock?.channel
        }
    }

    mutating func cancelled(on channel: ChannelID, byteCount: UInt16) -> ArbiterAction {
        guard case .carryingOut(channel, .cbor) = self.state, byteCount == 0 else { return .none }
        return .cancel
    }

    mutating func initialized(_ packet: Packet, byteCount: UInt16) -> ArbiterAction {
        let channel = packet.channel
        guard channel == .broadcast || self.isAllocated(channel) else {
            return .send(.error(.invalidChannel, on: channel))
        }
        guard byteCount == 8 else { return .send(.error(.invalidLength, on: channel)) }
        let nonce = Array(packet.data.prefix(8))
        if channel == .broadcast {
            let next = ChannelID(rawValue: self.lastChannel.rawValue &+ 1)
            guard next != .broadcast else { return .send(.error(.channelBusy, on: channel)) }
            self.lastChannel = next
            return .send(self.initAnswer(nonce: nonce, channel: next, on: channel))
        }
        guard self.owner == nil || self.owner == channel else {
            return .send(.error(.channelBusy, on: channel))
        }
        let answer = self.initAnswer(nonce: nonce, channel: channel, on: channel)
        defer { self.state = .idle }
        guard case .carryingOut = self.state else { return .send(answer) }
        return .abort(answer)
    }

    private func initAnswer(nonce: [UInt8], channel: ChannelID, on carrier: ChannelID) -> Message {
        let payload = self.information.answer(nonce: nonce, channel: channel)
        return Message(channel: carrier, command: .initialize, fitting: payload)
    }

    mutating func begun(_ packet: Packet, at now: Uptime) -> ArbiterAction {
        let channel = packet.channel
        guard self.isAllocated(channel) else { return .send(.error(.invalidChannel, on: channel)) }
        guard self.owner == nil || self.owner == channel else {
            return .send(.error(.channelBusy, on: channel))
        }
        switch self.state {
        case .carryingOut:
            return .send(.error(.channelBusy, on: channel))
        case .receiving:
            self.state = .idle
            return .send(.error(.invalidSequence, on: channel))
        case .idle:
            guard case .initialization(let command, let byteCount) = packet.kind else { return .none }
            if let refusal = self.refusal(of: command, byteCount: Int(byteCount)) {
                return .send(.error(refusal, on: channel))
            }
            guard let assembler = try? MessageAssembler(packet) else {
                return .send(.error(.invalidLength, on: channel))
            }
            return self.proceed(with: assembler, at: now)
        }
    }

    mutating func continued(_ packet: Packet, at now: Uptime) -> ArbiterAction {
        guard case .receiving(var assembler, _) = self.state, assembler.channel == packet.channel else {
            return .none
        }
        do {
            try assembler.append(packet)
        } catch {
            self.state = .idle
            return .send(.error(.invalidSequence, on: packet.channel))
        }
        return self.proceed(with: assembler, at: now)
    }

    private mutating func proceed(with assembler: MessageAssembler, at now: Uptime) -> ArbiterAction {
        guard let message = assembler.message else {
            let end = now.advanced(byMilliseconds: self.messageTimeout)
            self.state = .receiving(assembler, until: end)
            return .none
        }
        self.state = .idle
        return self.completed(message, at: now)
    }
}
