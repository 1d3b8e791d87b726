package import CTAPHID
import FIDOMessages
import ISO7816

/// The chip's card side: commands to authenticator events, and what the authenticator does to responses; CTAP 2.1, section 11.3.
///
/// A card answers each command exactly once. While the authenticator works, a client that knows NFCCTAP_GETRESPONSE is told so
/// with `9100` every now and then; any other waits for its answer, as a reader does that is asked for more time.
package struct APDUDispatch: Equatable, Sendable {
    // What follows is for the file with the commands, and nobody else's.
    var isSelected = false
    var chain: CommandChain
    var pending = PendingResponse()
    var exchange = CardExchange.idle

    /// A side that has just come into a reader's field; `maximumMessageSize` is what chained commands may add up to.
    package init(maximumMessageSize: Int) {
        self.chain = CommandChain(capacity: maximumMessageSize)
    }

    /// Whether the authenticator works on a request of this side.
    package var isServed: Bool {
        switch self.exchange {
        case .awaited, .polled, .deferred: true
        case .idle, .done: false
        }
    }

    /// Whether a command is out that was not answered yet.
    package var isCommandOut: Bool {
        switch self.exchange {
        case .awaited, .polled: true
        case .idle, .deferred, .done: false
        }
    }

    /// When ``timePassed(to:)`` has something to do; `nil` if it has nothing.
    package var nextWake: Uptime? {
        guard case .polled(_, let keepalive) = self.exchange else { return nil }
        return keepalive.next
    }

    /// The authenticator did something about the request of this side.
    package mutating func authenticatorActed(_ action: AuthenticatorAction, at now: Uptime) -> [ChipEffect] {
        switch action {
        case .none:
            return []
        case .reply(let answer):
            return self.finish(answer)
        case .replyUserMissing(let answer):
            return [.awaitUserPresence] + self.finish(answer)
        case .commit:
            self.wait(.processing, at: now)
            return [.commit]
        case .awaitUserPresence:
            self.wait(.userPresenceNeeded, at: now)
            return [.awaitUserPresence]
        }
    }

    /// Time has passed: a client that asks is told that the authenticator still works; section 11.3.7.2.
    package mutating func timePassed(to now: Uptime) -> [ChipEffect] {
        guard case .polled(_, let keepalive) = self.exchange, now >= keepalive.next else { return [] }
        self.exchange = .deferred(keepalive.status)
        return [.respond(ResponseAPDU(data: [keepalive.status.rawValue], .stillWorking))]
    }

    /// The authenticator was powered on by the other side: the request of this side is lost.
    mutating func requestLost() -> [ChipEffect] {
        defer { self.exchange = .idle }
        return self.isCommandOut ? [.respond(ResponseAPDU(.noPreciseDiagnosis))] : []
    }

    private mutating func wait(_ status: KeepaliveStatus, at now: Uptime) {
        switch self.exchange {
        case .polled(let expectedLength, _):
            self.exchange = .polled(expectedLength: expectedLength, Keepalive(status, after: now))
        case .deferred:
            self.exchange = .deferred(status)
        case .idle, .awaited, .done:
            break
        }
    }

    private mutating func finish(_ answer: [UInt8]) -> [ChipEffect] {
        switch self.exchange {
        case .awaited(let form, let expectedLength):
            return [.respond(self.hand(out: form.response(answer), expectedLength: expectedLength))]
        case .polled(let expectedLength, _):
            return [.respond(self.hand(out: CardAnswer.ctap2.response(answer), expectedLength: expectedLength))]
        case .deferred:
            self.exchange = .done(answer)
            return []
        case .idle, .done:
            return []
        }
    }

    /// Ends the exchange with a response, of which the reader gets as much as it asked for.
    mutating func hand(out response: ResponseAPDU, expectedLength: Int) -> ResponseAPDU {
        self.exchange = .idle
        return self.pending.begin(response, expectedLength: expectedLength)
    }
}
