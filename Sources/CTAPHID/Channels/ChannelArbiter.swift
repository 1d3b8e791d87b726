/// The token's end of CTAPHID: channels, one transaction at a time, and what needs no authenticator, CTAP 2.1, section 11.2.5.
///
/// A value that is told which packets came and what time it is, and answers what is to be done.
///
/// | event | outcome |
/// |---|---|
/// | INIT on the broadcast channel, at any time | a new channel; the transaction under way goes on |
/// | INIT on the channel that is served | the transaction is dropped, the channel stays |
/// | another command on the broadcast channel, any on a channel never handed out | INVALID_CHANNEL |
/// | a request on another channel during a transaction or under a lock | CHANNEL_BUSY |
/// | a request on the same channel in the middle of a message | INVALID_SEQ, the message is dropped |
/// | a request on the same channel while one is carried out | CHANNEL_BUSY |
/// | a continuation packet out of order | INVALID_SEQ, the message is dropped |
/// | a continuation packet that belongs to no message | nothing |
/// | no further packet of a message in time | MSG_TIMEOUT, the message is dropped |
/// | CANCEL while a CTAP2 request of its channel is carried out | that is cancelled; CANCEL has no answer of its own |
/// | CANCEL at any other time | nothing |
package struct ChannelArbiter: Equatable, Sendable {
    /// What the token tells of itself when it is asked for a channel.
    package var information: DeviceInformation

    /// Whether MSG is carried out, whatever the token tells at the moment.
    package let takesMessages: Bool

    /// How long the next packet of a message may take, section 11.2.5.2.
    package let messageTimeout: UInt64

    // What follows is for the files beside this one, and nobody else's.

    /// The transaction under way.
    var state = State.idle

    /// The channel that keeps the others out, section 11.2.9.2.2.
    var lock: Lock?

    /// The last channel that was handed out; all from 1 to here are.
    var lastChannel: ChannelID

    /// A token that has just been plugged in.
    ///
    /// - Parameters:
    ///   - information: What it tells of itself.
    ///   - takesMessages: Whether it carries out MSG; by default, if it tells so.
    ///   - messageTimeout: How long the next packet of a message may take, in milliseconds.
    package init(information: DeviceInformation, takesMessages: Bool? = nil, messageTimeout: UInt64 = 500) {
        self.information = information
        self.takesMessages = takesMessages ?? !information.capabilities.contains(.nmsg)
        self.messageTimeout = messageTimeout
        self.lastChannel = .reserved
    }

    enum State: Equatable, Sendable {
        case idle
        case receiving(MessageAssembler, until: Uptime)
        case carryingOut(ChannelID, Command)
    }

    struct Lock: Equatable, Sendable {
        var channel: ChannelID
        var end: Uptime
    }

    /// The time at which ``timePassed(to:)`` has something to do; `nil` if it has nothing.
    package var nextWake: Uptime? {
        guard case .receiving(_, let end) = self.state else { return nil }
        return end
    }

    /// The channel of the request that is carried out; `nil` if there is none.
    package var servedChannel: ChannelID? {
        guard case .carryingOut(let channel, _) = self.state else { return nil }
        return channel
    }

    /// Time has passed: a message that was not completed is dropped.
    package mutating func timePassed(to now: Uptime) -> ArbiterAction {
        if let lock = self.lock, now >= lock.end {
            self.lock = nil
        }
        guard case .receiving(let assembler, let end) = self.state, now >= end else { return .none }
        self.state = .idle
        return .send(.error(.messageTimeout, on: assembler.channel))
    }

    /// A packet came; a host that called ``timePassed(to:)`` first has told everybody whose time was over.
    package mutating func packetReceived(_ packet: Packet, at now: Uptime) -> ArbiterAction {
        let late = self.timePassed(to: now)
        if case .send(let timeout) = late, packet.channel == timeout.channel, case .continuation = packet.kind {
            return late
        }
        switch packet.kind {
        case .initialization(.cancel, let byteCount):
            return self.cancelled(on: packet.channel, byteCount: byteCount)
        case .initialization(.initialize, let byteCount):
            return self.initialized(packet, byteCount: byteCount)
        case .initialization:
            return self.begun(packet, at: now)
        case .continuation:
            return self.continued(packet, at: now)
        }
    }

    /// The request is carried out: the answer, or `nil` if it was aborted meanwhile or there is none under way.
    package mutating func replied(_ payload: [UInt8]) -> Message? {
        guard case .carryingOut(let channel, let command) = self.state else { return nil }
        self.state = .idle
        guard let message = try? Message(channel: channel, command: command, payload: payload) else {
            return .error(.other, on: channel)
        }
        return message
    }

    /// The request could not be carried out at all: the error that says so.
    package mutating func failed(_ code: ErrorCode) -> Message? {
        guard case .carryingOut(let channel, _) = self.state else { return nil }
        self.state = .idle
        return .error(code, on: channel)
    }

    /// KEEPALIVE on the channel that is served, section 11.2.9.1.7; `nil` if none is, or its request is not CTAP2's.
    package func keepalive(_ status: KeepaliveStatus) -> Message? {
        guard case .carryingOut(let channel, .cbor) = self.state else { return nil }
        return .keepalive(status, on: channel)
    }
}
