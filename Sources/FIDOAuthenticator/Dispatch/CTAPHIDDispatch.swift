package import CTAPHID
import ISO7816

/// The chip's USB side: packets to authenticator events, and what the authenticator does to messages; CTAP 2.1, section 11.2.
///
/// ``ChannelArbiter`` has the protocol; here MSG and CBOR meet the authenticator, and keepalives are sent.
package struct CTAPHIDDispatch: Equatable, Sendable {
    private var arbiter: ChannelArbiter

    /// There while a request of this side is under way.
    private var keepalive: Keepalive?

    /// A side that has just been plugged in.
    package init(information: DeviceInformation, profile: AuthenticatorProfile) {
        // A host that asks for U2F while it is closed gets U2F's own refusal.
        self.arbiter = ChannelArbiter(
            information: information,
            takesMessages: profile.supportsU2F,
            messageTimeout: profile.packetTimeout
        )
    }

    /// What INIT tells from now on.
    var information: DeviceInformation {
        get { self.arbiter.information }
        set { self.arbiter.information = newValue }
    }

    /// Whether the authenticator works on a request of this side.
    package var isServed: Bool {
        self.keepalive != nil
    }

    /// When the message that is being received is given up; `nil` while none is.
    package var messageDeadline: Uptime? {
        self.arbiter.nextWake
    }

    /// When ``timePassed(to:)`` has something to do; `nil` if it has nothing.
    package var nextWake: Uptime? {
        [self.arbiter.nextWake, self.keepalive?.next].compactMap { $0 }.min()
    }

    /// A report came from the host.
    package mutating func packetReceived<Environment: AuthenticatorEnvironment>(
        _ packet: Packet,
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) -> [ChipEffect] {
        switch self.arbiter.packetReceived(packet, at: now) {
        case .none:
            return []
        case .send(let message) where message.command == .ping:
            return [.accepted(.message(message)), .send(message)]
        case .send(let message):
            return [.send(message)]
        case .wink(let message):
            return [.wink, .send(message)]
        case .carryOut(let message):
            return [.accepted(.message(message))] + self.carryOut(message, at: now, by: &authenticator)
        case .cancel:
            let cancel = try? Message(channel: packet.channel, command: .cancel, payload: [])
            return (cancel.map { [.accepted(.message($0))] } ?? [])
                + self.authenticatorActed(authenticator.cancelled(at: now), at: now)
        case .abort(let answer):
            // Nobody waits for the outcome any more, not even for that of a commit under way.
            self.keepalive = nil
            _ = authenticator.cancelled(at: now)
            return [.send(answer)]
        }
    }

    /// The authenticator did something about the request of this side.
    package mutating func authenticatorActed(_ action: AuthenticatorAction, at now: Uptime) -> [ChipEffect] {
        switch action {
        case .none:
            return []
        case .reply(let answer):
            self.keepalive = nil
            return self.arbiter.replied(answer).map { [.send($0)] } ?? []
        case .replyUserMissing(let answer):
            return [.awaitUserPresence] + self.authenticatorActed(.reply(answer), at: now)
        case .commit:
            self.keepalive = Keepalive(.processing, after: now)
            return [.commit]
        case .awaitUserPresence:
            self.keepalive = Keepalive(.userPresenceNeeded, after: now)
            return [.awaitUserPresence] + self.toldAgain(.userPresenceNeeded)
        }
    }

    /// Time has passed: a message may be given up, and a host that waits is told again.
    package mutating func timePassed(to now: Uptime) -> [ChipEffect] {
        var effects: [ChipEffect] = []
        if case .send(let message) = self.arbiter.timePassed(to: now) {
            effects.append(.send(message))
        }
        if let keepalive = self.keepalive, now >= keepalive.next {
            self.keepalive = Keepalive(keepalive.status, after: now)
            effects += self.toldAgain(keepalive.status)
        }
        return effects
    }

    /// The authenticator was powered on by the other side: the request of this side is lost.
    mutating func requestLost() -> [ChipEffect] {
        self.keepalive = nil
        return self.arbiter.failed(.other).map { [.send($0)] } ?? []
    }

    private func toldAgain(_ status: KeepaliveStatus) -> [ChipEffect] {
        self.arbiter.keepalive(status).map { [.send($0)] } ?? []
    }

    private mutating func carryOut<Environment: AuthenticatorEnvironment>(
        _ message: Message,
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) -> [ChipEffect] {
        switch message.command {
        case .cbor:
            let action = authenticator.requestReceived(message.payload, over: .usb, at: now)
            return self.authenticatorActed(action, at: now)
        case .msg:
            guard let command = try? CommandAPDU(parsingU2F: message.payload) else {
                return self.authenticatorActed(.reply(StatusWord.wrongLength.bytes), at: now)
            }
            let action = authenticator.commandReceived(command, over: .usb, at: now)
            return self.authenticatorActed(action, at: now)
        default:
            return self.arbiter.failed(.invalidCommand).map { [.send($0)] } ?? []
        }
    }
}
