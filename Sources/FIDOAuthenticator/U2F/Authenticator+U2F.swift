package import CTAPHID
import FIDOMessages
package import ISO7816

extension Authenticator {
    /// A U2F raw message came; FIDO U2F raw message formats 1.2, section 3.
    ///
    /// The answer is data and a status word.
    /// Nothing waits for the user here: the host is told that the user is missing, asks again, and finds the touch that came
    /// meanwhile.
    package mutating func commandReceived(
        _ command: CommandAPDU,
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) -> AuthenticatorAction {
        do throws(StatusWord) {
            guard self.profile.supportsU2F else { throw .instructionNotSupported }
            let request = try U2FRequest(command)
            guard case .idle = self.phase else { throw .conditionsNotSatisfied }
            // CTAP 2.1, section 7.2.4: where the user must always be verified, U2F is closed, for it cannot.
            guard self.acceptsU2F else { throw .commandNotAllowed }
            self.session.endStatefulCommands(before: nil)
            switch request {
            case .version: return .u2fReply(Array("U2F_V2".utf8), .success)
            case .register(let command): return try self.register(command, over: transport, at: now)
            case .authenticate(let command): return try self.authenticate(command, over: transport, at: now)
            }
        } catch {
            return .u2fReply([], error)
        }
    }

    /// Section 4: a new credential, attested by the maker's key; the message has a certificate in any case.
    private mutating func register(
        _ command: RegisterCommand,
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(StatusWord) -> AuthenticatorAction {
        guard self.takeTouch(over: transport, at: now) else { return .u2fUserMissing }
        guard
            let certificate = self.environment.attestationCertificates(.batch).first,
            let credential = self.makeCredential(.es256, rpIDHash: command.applicationParameter),
            let handleLength = UInt8(exactly: credential.id.count)
        else { throw .noPreciseDiagnosis }
        var keyPair = credential.keyPair
        defer { keyPair.privateKey.wipe() }
        // An uncompressed point, SEC 1, section 2.3.3.
        let publicKey = [0x04] + keyPair.publicKey
        var signed: [UInt8] = [0x00]
        signed += command.applicationParameter
        signed += command.challengeParameter
        signed += credential.id
        signed += publicKey
        let signature =
            self.faults.attestsWithAnotherKey
            ? self.environment.signature(of: signed.span, privateKey: keyPair.privateKey.span, algorithm: .es256)
            : self.environment.attestationSignature(of: signed.span, .batch)
        guard let signature else { throw .noPreciseDiagnosis }
        var answer: [UInt8] = [0x05]
        answer += publicKey
        answer.append(handleLength)
        answer += credential.id
        answer += certificate
        answer += signature
        return .u2fReply(answer, .success)
    }

    /// Section 5: a signature by a credential of this token, U2F's or CTAP2's.
    private mutating func authenticate(
        _ command: AuthenticateCommand,
        over transport: AuthenticatorTransport,
        at now: Uptime
    ) throws(StatusWord) -> AuthenticatorAction {
        guard var source = self.u2fCredential(of: command) else { throw .wrongData }
        defer { source.privateKey.wipe() }
        let isUserPresent: Bool
        switch command.controlByte {
        case .checkOnly:
            throw .conditionsNotSatisfied
        case .enforceUserPresenceAndSign:
            guard self.takeTouch(over: transport, at: now) else { return .u2fUserMissing }
            isUserPresent = true
        case .dontEnforceUserPresenceAndSign:
            isUserPresent = false
        }
        var newState = self.state
        let (counter, overflow) = newState.signatureCounter.addingReportingOverflow(1)
        guard !overflow else { throw .noPreciseDiagnosis }
        newState.signatureCounter = counter
        var answer: [UInt8] = [isUserPresent ? 0x01 : 0x00]
        for shift: UInt32 in [24, 16, 8, 0] {
            answer.append(UInt8(truncatingIfNeeded: self.toldCounter(counter) &>> shift))
        }
        let signed = command.applicationParameter + answer + command.challengeParameter
        guard let signature = self.signature(of: signed, by: source) else { throw .noPreciseDiagnosis }
        return self.commit(
            newState,
            thenReply: answer + signature + StatusWord.success.bytes,
            otherwise: StatusWord.noPreciseDiagnosis.bytes
        )
    }

    /// The credential behind a key handle, if U2F may use it: it cannot verify the user, and knows P-256 alone.
    private func u2fCredential(of command: AuthenticateCommand) -> CredentialSource? {
        guard
            let found = self.findCredential(command.keyHandle, rpIDHash: command.applicationParameter),
            found.source.algorithm == .es256, found.source.protection != .userVerificationRequired
        else { return nil }
        return found.source
    }
}
