package import CTAPHID
import ISO7816

extension APDUDispatch {
    /// A command came from the reader; the one before it must have been answered.
    package mutating func commandReceived<Environment: AuthenticatorEnvironment>(
        _ bytes: [UInt8],
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) -> [ChipEffect] {
        guard !self.isCommandOut else { return [.respond(ResponseAPDU(.noPreciseDiagnosis))] }
        guard let command = try? CommandAPDU(parsing: bytes) else {
            self.chain.abandon()
            self.pending.abandon()
            return [.respond(ResponseAPDU(.wrongLength))]
        }
        if command.ins == PendingResponse.instruction, command.cla & 0x7F == 0 {
            return [.respond(self.pending.getResponse(expectedLength: command.capacity))]
        }
        self.pending.abandon()
        if command.ins == SelectCommand.instruction, !command.isProprietary {
            self.chain.abandon()
            return [.respond(self.select(command, at: now, by: &authenticator))]
        }
        guard self.isSelected else { return [.respond(ResponseAPDU(.instructionNotSupported))] }
        switch self.chain.received(command) {
        case .acknowledged: return [.respond(ResponseAPDU(.success))]
        case .refused(let statusWord): return [.respond(ResponseAPDU(statusWord))]
        case .complete(let whole): return self.perform(whole, at: now, by: &authenticator)
        }
    }

    /// What a card without the applet answers: nothing can be selected on it.
    static func answerWithoutApplet(_ bytes: [UInt8]) -> ResponseAPDU {
        guard let command = try? CommandAPDU(parsing: bytes) else { return ResponseAPDU(.wrongLength) }
        guard command.ins == SelectCommand.instruction, !command.isProprietary else {
            return ResponseAPDU(.instructionNotSupported)
        }
        do throws(SelectError) {
            _ = try SelectCommand(command)
            return ResponseAPDU(.fileNotFound)
        } catch {
            return ResponseAPDU(error.statusWord)
        }
    }

    /// Section 11.3.3: FIDO's applet tells its version, U2F's if it speaks that.
    private mutating func select<Environment: AuthenticatorEnvironment>(
        _ command: CommandAPDU,
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) -> ResponseAPDU {
        do throws(SelectError) {
            let selection = try SelectCommand(command)
            guard ApplicationIdentifier.fido.isNamed(by: selection.name) else { return ResponseAPDU(.fileNotFound) }
        } catch {
            return ResponseAPDU(error.statusWord)
        }
        self.giveUp(at: now, by: &authenticator)
        self.isSelected = true
        let version = authenticator.acceptsU2F ? "U2F_V2" : "FIDO_2_0"
        return self.pending.begin(
            ResponseAPDU(data: Array(version.utf8), .success),
            expectedLength: command.capacity
        )
    }

    private mutating func perform<Environment: AuthenticatorEnvironment>(
        _ command: CommandAPDU,
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) -> [ChipEffect] {
        switch (command.cla, command.ins) {
        case (0x80, 0x11) where authenticator.profile.ctap2 != nil:
            return self.fetch(command, at: now, by: &authenticator)
        case (0x80, 0x10) where authenticator.profile.ctap2 != nil:
            self.giveUp(at: now, by: &authenticator)
            guard !command.data.isEmpty else { return [.respond(ResponseAPDU(.wrongLength))] }
            // P1 says whether the client knows NFCCTAP_GETRESPONSE; section 11.3.7.1.
            self.exchange =
                command.p1 & 0x80 == 0
                ? .awaited(.ctap2, expectedLength: command.capacity)
                : .polled(expectedLength: command.capacity, Keepalive(.processing, after: now))
            let action = authenticator.requestReceived(command.data, over: .nfc, at: now)
            return [.accepted(.command(command))] + self.authenticatorActed(action, at: now)
        case (0x80, 0x12):
            return [.respond(self.control(command, at: now, by: &authenticator))]
        case (0x00, _):
            self.giveUp(at: now, by: &authenticator)
            self.exchange = .awaited(.u2f, expectedLength: command.capacity)
            let action = authenticator.commandReceived(command, over: .nfc, at: now)
            return [.accepted(.command(command))] + self.authenticatorActed(action, at: now)
        case (0x80, _):
            return [.respond(ResponseAPDU(.instructionNotSupported))]
        default:
            return [.respond(ResponseAPDU(.classNotSupported))]
        }
    }

    /// NFCCTAP_GETRESPONSE, section 11.3.7.2: the client asks again, or with P1 `11` does not want the answer any more.
    private mutating func fetch<Environment: AuthenticatorEnvironment>(
        _ command: CommandAPDU,
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) -> [ChipEffect] {
        switch self.exchange {
        case .deferred(let status):
            self.exchange = .polled(expectedLength: command.capacity, Keepalive(status, after: now))
            guard command.p1 == 0x11 else { return [] }
            return self.authenticatorActed(authenticator.cancelled(at: now), at: now)
        case .done(let answer):
            let response = CardAnswer.ctap2.response(answer)
            return [.respond(self.hand(out: response, expectedLength: command.capacity))]
        case .idle, .awaited, .polled:
            return [.respond(ResponseAPDU(.conditionsNotSatisfied))]
        }
    }

    /// NFCCTAP_CONTROL, section 11.3.7.3: with P1 `01` the client is done with the applet.
    private mutating func control<Environment: AuthenticatorEnvironment>(
        _ command: CommandAPDU,
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) -> ResponseAPDU {
        guard command.p1 == 0x01, command.p2 == 0x00 else { return ResponseAPDU(.wrongParameters) }
        self.giveUp(at: now, by: &authenticator)
        self.isSelected = false
        return ResponseAPDU(.success)
    }

    /// Drops a request whose answer the client did not fetch.
    private mutating func giveUp<Environment: AuthenticatorEnvironment>(
        at now: Uptime,
        by authenticator: inout Authenticator<Environment>
    ) {
        if self.isServed {
            _ = authenticator.cancelled(at: now)
        }
        self.exchange = .idle
    }
}

extension CommandAPDU {
    /// How many bytes may be answered at once; a command without Le gets what its form has room for.
    ///
    /// ISO 7816-4 expects no data without Le, but clients in the field leave it out and expect some.
    fileprivate var capacity: Int {
        self.expectedLength ?? (self.isExtended ? 65_536 : 256)
    }
}
