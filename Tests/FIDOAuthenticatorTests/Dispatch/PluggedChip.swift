import AuthenticatorCrypto
import CTAPHID
import FIDOAuthenticator
import ISO7816
import LibCrypto
import Testing

/// A chip with real cryptography, a clock that the test moves, and storage that works unless told otherwise.
struct PluggedChip {
    var chip: Chip<LibCryptoEnvironment>
    var now = Uptime.zero

    /// What the last power cut would leave.
    private(set) var stored: AuthenticatorState

    /// Effects since they were last taken, commits and accepted requests left out.
    private var effects: [ChipEffect] = []

    /// The requests that the chip has taken.
    private(set) var requests: [ChipRequest] = []

    /// Whether storing works; `nil` if it does not end at all.
    var storageWorks: Bool? = true

    init(_ profile: AuthenticatorProfile = .full) throws {
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        var environment = LibCryptoEnvironment(attestation: try .make(for: profile, under: root))
        let state = try #require(AuthenticatorState.fresh(from: &environment))
        self.stored = state
        self.chip = Chip(profile: profile, state: state, environment: environment)
    }

    /// The effects since the last call.
    mutating func takeEffects() -> [ChipEffect] {
        defer { self.effects = [] }
        return self.effects
    }

    /// Performs what came of an event.
    mutating func perform(_ effects: [ChipEffect]) {
        for effect in effects {
            if case .accepted(let request) = effect {
                self.requests.append(request)
                continue
            }
            guard effect == .commit else {
                self.effects.append(effect)
                continue
            }
            switch self.storageWorks {
            case true?:
                self.stored = self.chip.authenticator.state
                self.perform(self.chip.committed(at: self.now))
            case false?:
                self.perform(self.chip.commitFailed(at: self.now))
            case nil:
                break
            }
        }
    }

    mutating func pass(milliseconds: UInt64) {
        let end = self.now.advanced(byMilliseconds: milliseconds)
        while let wake = self.chip.nextWake, wake <= end {
            self.now = max(self.now, wake)
            self.perform(self.chip.timePassed(to: self.now))
        }
        self.now = end
    }

    mutating func touch() {
        self.perform(self.chip.userPresenceGiven(at: self.now))
    }

    // MARK: USB

    /// Plugs it in and asks for a channel.
    mutating func plugIn() throws -> ChannelID {
        self.perform(self.chip.pluggedIn(at: self.now))
        return try self.openChannel()
    }

    mutating func openChannel() throws -> ChannelID {
        try self.send(.initialize, [1, 2, 3, 4, 5, 6, 7, 8], on: .broadcast)
        let answer = try #require(self.takeEffects().compactMap(\.message).last)
        let bytes = answer.payload[8..<12].map { $0 }
        return ChannelID(bytes: (bytes[0], bytes[1], bytes[2], bytes[3]))
    }

    mutating func send(_ command: Command, _ payload: [UInt8] = [], on channel: ChannelID) throws {
        for packet in try Message(channel: channel, command: command, payload: payload).packets {
            self.perform(self.chip.reportReceived(packet.bytes, at: self.now))
        }
    }

    /// A U2F command over USB, and its answer.
    mutating func u2f(_ command: CommandAPDU, on channel: ChannelID) throws -> ResponseAPDU {
        try self.send(.msg, try command.bytes(), on: channel)
        let answer = try #require(self.takeEffects().compactMap(\.message).last)
        #expect(answer.command == .msg)
        return try ResponseAPDU(parsing: answer.payload)
    }

    // MARK: Card

    /// Lays it on a reader and selects FIDO's applet.
    mutating func layOnReader() throws {
        self.perform(self.chip.fieldEntered(at: self.now))
        #expect(try self.transmit(SelectCommand.command(.fido)).statusWord == .success)
    }

    /// A command over NFC, and its answer.
    mutating func transmit(_ command: CommandAPDU) throws -> ResponseAPDU {
        try self.transmit(bytes: command.bytes())
    }

    mutating func transmit(bytes: [UInt8]) throws -> ResponseAPDU {
        self.perform(self.chip.commandReceived(bytes, at: self.now))
        let responses = self.takeEffects().compactMap(\.response)
        #expect(responses.count == 1)
        return try #require(responses.last)
    }
}

extension ChipEffect {
    var message: Message? {
        guard case .send(let message) = self else { return nil }
        return message
    }

    var response: ResponseAPDU? {
        guard case .respond(let response) = self else { return nil }
        return response
    }
}
