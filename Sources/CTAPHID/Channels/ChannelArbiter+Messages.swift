extension ChannelArbiter {
    /// What is wrong with a request that can be told from its first packet.
    func refusal(of command: Command, byteCount: Int) -> ErrorCode? {
        let allowed: ClosedRange<Int>
        switch command {
        case .ping:
            allowed = 0...Message.longestPayload
        case .msg where self.takesMessages:
            allowed = 4...Message.longestPayload
        case .cbor where self.information.capabilities.contains(.cbor):
            allowed = 1...Message.longestPayload
        case .lock:
            allowed = 1...1
        case .wink where self.information.capabilities.contains(.wink):
            allowed = 0...0
        default:
            return .invalidCommand
        }
        return allowed.contains(byteCount) ? nil : .invalidLength
    }

    /// A request is there as a whole.
    mutating func completed(_ message: Message, at now: Uptime) -> ArbiterAction {
        switch message.command {
        case .ping:
            return .send(message)
        case .wink:
            return .wink(message)
        case .lock:
            return .send(self.locked(message, at: now))
        default:
            self.state = .carryingOut(message.channel, message.command)
            return .carryOut(message)
        }
    }

    /// LOCK for up to ten seconds; zero ends it, section 11.2.9.2.2.
    private mutating func locked(_ message: Message, at now: Uptime) -> Message {
        guard let seconds = message.payload.first, seconds <= 10 else {
            return .error(.invalidParameter, on: message.channel)
        }
        let end = now.advanced(byMilliseconds: UInt64(seconds) * 1000)
        self.lock = seconds == 0 ? nil : Lock(channel: message.channel, end: end)
        return Message(channel: message.channel, command: .lock, fitting: [])
    }
}
