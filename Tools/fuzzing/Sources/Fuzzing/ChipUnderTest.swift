import CTAPHID
import FIDOAuthenticator
import ISO7816

/// A chip whose effects are performed and held against what must always be true of them.
struct ChipUnderTest {
    var chip: Chip<FuzzEnvironment>
    var now = Uptime.zero
    private(set) var stored: AuthenticatorState

    /// A commit that the storage has not ended yet.
    private var isCommitPending = false
    var storageIsSlow = false

    /// A command that the card has not answered yet.
    private(set) var isCommandOut = false
    private(set) var lastResponse: ResponseAPDU?

    init(profile: AuthenticatorProfile) {
        var environment = FuzzEnvironment()
        guard let state = AuthenticatorState.fresh(from: &environment) else { fatalError("no random numbers") }
        self.stored = state
        self.chip = Chip(profile: profile, state: state, environment: environment)
    }

    mutating func perform(_ effects: [ChipEffect]) {
        for effect in effects {
            switch effect {
            case .send(let message):
                hold(self.chip.usb != nil, "nothing is sent to a host that is not there")
                hold(message.packets.allSatisfy { $0.bytes.count == 64 }, "a report has 64 bytes")
            case .respond:
                guard case .respond(let response) = effect else { continue }
                hold(self.isCommandOut, "a command is answered once")
                self.isCommandOut = false
                self.lastResponse = response
            case .commit:
                hold(!self.isCommitPending, "one commit at a time")
                self.isCommitPending = true
                if !self.storageIsSlow { self.endCommit(works: true) }
            case .awaitUserPresence, .wink, .accepted:
                break
            }
        }
    }

    mutating func endCommit(works: Bool) {
        guard self.isCommitPending else { return }
        self.isCommitPending = false
        guard works else { return self.perform(self.chip.commitFailed(at: self.now)) }
        let state = self.chip.authenticator.state
        hold(state.signatureCounter >= self.stored.signatureCounter, "no stored counter goes back")
        hold((try? AuthenticatorState(encoded: state.encoded())) == state, "a state is read as it was written")
        self.stored = state
        self.perform(self.chip.committed(at: self.now))
    }

    mutating func pass(milliseconds: UInt64) {
        self.now = self.now.advanced(byMilliseconds: milliseconds)
        self.perform(self.chip.timePassed(to: self.now))
        hold(self.chip.nextWake.map { $0 > self.now } ?? true, "what was due is done")
    }

    mutating func transmit(_ bytes: [UInt8]) {
        guard self.chip.card != nil, !self.isCommandOut else { return }
        self.isCommandOut = true
        self.lastResponse = nil
        self.perform(self.chip.commandReceived(bytes, at: self.now))
    }

    /// A CTAP2 request over the card, long ones as extended commands; its status and data if they came at once.
    mutating func request(_ message: [UInt8]) -> [UInt8]? {
        if self.chip.card == nil { self.layDown() }
        let command = CommandAPDU(cla: 0x80, ins: 0x10, p1: 0, p2: 0, data: message, expectedLength: 65_536)
        guard let bytes = try? command.bytes() else { return nil }
        self.transmit(bytes)
        return self.lastResponse?.data
    }

    mutating func layDown() {
        self.isCommandOut = false
        self.perform(self.chip.fieldEntered(at: self.now))
        guard let select = try? SelectCommand.command(.fido).bytes() else { return }
        self.transmit(select)
    }

    mutating func takeAway() {
        self.chip.fieldLost(at: self.now)
        self.isCommandOut = false
    }

    /// Whatever was done to it: once all is said and done it serves the next one.
    mutating func settle() {
        self.storageIsSlow = false
        self.endCommit(works: true)
        self.pass(milliseconds: 100_000)
        self.endCommit(works: true)
        self.takeAway()
        hold(self.chip.nextWake == nil || self.chip.usb != nil, "nothing waits without power")
        self.layDown()
        hold(self.lastResponse?.statusWord == .success, "the next reader is served")
        self.perform(self.chip.pluggedIn(at: self.now))
        hold(self.chip.nextWake == nil, "nothing waits after power-on")
    }
}
