import FIDOClient
import FIDOMessages
import TokenQuality

extension TestBed {
    /// The response to a PIN.
    enum PINAnswer {
        case token(PINUVAuthToken)
        case refused(CTAP2StatusCode)

        var text: String {
            switch self {
            case .token: "a PIN token"
            case .refused(let status): "status \(hexadecimal([status.rawValue]))"
            }
        }
    }

    /// The PIN tries that are left, and whether only a power cycle permits more.
    func pinTries() async throws(CheckEnd) -> (count: UInt64, isBlocked: Bool) {
        let result = try await self.result(of: ClientPINCall.pinRetries(), touch: false)
        guard let count = result.pinRetries else {
            throw .outcome(.failed(expected: "the number of PIN tries", found: "no member 3"))
        }
        return (count, result.isPowerCycleNeeded == true)
    }

    /// The operator's PIN.
    func givenPIN() throws(CheckEnd) -> [UInt8] {
        guard let pin = self.terms.pin else { throw .outcome(.skipped(reason: ChangeRefusal.noPIN.description)) }
        guard self.changes.pin != .wrong else {
            throw .outcome(.inconclusive(reason: "the PIN of --pin-file is not the token's"))
        }
        return pin
    }

    /// getInfo of a token that has a PIN; others end the check.
    func infoWithPIN() async throws(CheckEnd) -> AuthenticatorInfo {
        let info = try await self.renewedInfo()
        guard info.option("clientPin") == true else {
            throw .outcome(.skipped(reason: "the token has no PIN; P04 sets one"))
        }
        return info
    }

    /// Key agreement for one request.
    func pinSession(_ pinProtocol: PINProtocol? = nil) async throws(CheckEnd) -> PINSession {
        let preferred = try await self.ctap2Info().preferredPINProtocol
        guard let chosen = pinProtocol ?? preferred else {
            throw .outcome(.skipped(reason: "the token has no PIN protocol that is known here"))
        }
        let result = try await self.result(of: ClientPINCall.keyAgreement(chosen), touch: false)
        guard
            let key = result.keyAgreement,
            let session = PINSession(chosen, authenticatorKey: key, &self.changes.cryptography)
        else { throw .outcome(.failed(expected: "a key agreement key of P-256", found: "none")) }
        return session
    }

    /// Sends a PIN that is known to be right, or was permitted, or can cost no try.
    func offer(
        _ pin: [UInt8],
        _ permissions: PINPermissions,
        rpID: String?
    ) async throws(CheckEnd) -> PINAnswer {
        let info = try await self.ctap2Info()
        var session = try await self.pinSession()
        defer { session.wipe() }
        guard
            let call = session.token(
                pin: pin.span,
                permissions: info.hasPermissions ? permissions : nil,
                rpID: rpID,
                &self.changes.cryptography
            )
        else { throw .outcome(.inconclusive(reason: "libcrypto has no memory")) }
        let response = try await self.response(call.message)
        do throws(CallFault) {
            guard
                let encrypted = try call.answer(parsing: response).encryptedToken,
                let token = session.token(decrypting: encrypted, self.changes.cryptography)
            else { throw .missingMember(2) }
            return .token(token)
        } catch .refused(let status) {
            return .refused(status)
        } catch {
            throw .outcome(.failed(expected: "a PIN token", found: words(error)))
        }
    }

    /// A PIN token for the operator's PIN.
    ///
    /// The first time the PIN may be wrong: it is sent once, and only if tries stay.
    func pinToken(_ permissions: PINPermissions, rpID: String?) async throws(CheckEnd) -> PINUVAuthToken {
        let pin = try self.givenPIN()
        let answer: PINAnswer
        if self.changes.pin == .right {
            answer = try await self.offer(pin, permissions, rpID: rpID)
        } else {
            answer = try await self.spendTry(on: pin, permissions, rpID: rpID).answer
        }
        switch answer {
        case .token(let token):
            self.changes.pin = .right
            return token
        case .refused(.pinInvalid):
            self.changes.pin = .wrong
            throw .outcome(.inconclusive(reason: "the PIN of --pin-file is not the token's; one try is spent"))
        case .refused:
            throw .outcome(.failed(expected: "a PIN token for the PIN of --pin-file", found: answer.text))
        }
    }

    /// Sends a PIN that may be wrong, with the tries before and after it.
    func spendTry(
        on pin: [UInt8],
        _ permissions: PINPermissions = [.makeCredential, .getAssertion],
        rpID: String? = TestBed.rpID,
        isFinal: Bool = false
    ) async throws(CheckEnd) -> (answer: PINAnswer, before: UInt64, after: UInt64) {
        let before = try await self.pinTries().count
        do throws(PINTryBudget.Refusal) {
            try self.changes.budget.begin(self.current, tries: before, isFinal: isFinal)
            try self.changes.budget.spend(for: self.current)
        } catch {
            self.changes.budget.end(self.current)
            throw .outcome(.skipped(reason: error.description))
        }
        let answer = try await self.offer(pin, permissions, rpID: rpID)
        let after = try await self.pinTries().count
        do throws(PINTryBudget.Refusal) {
            try self.changes.budget.read(after, for: self.current)
        } catch {
            throw .outcome(.skipped(reason: error.description))
        }
        self.changes.budget.end(self.current)
        return (answer, before, after)
    }

    /// A PIN of the same length that is not the operator's.
    func wrongPIN() throws(CheckEnd) -> [UInt8] {
        var pin = try self.givenPIN()
        if let last = pin.indices.last { pin[last] ^= 0x01 }
        return pin
    }

    /// A credential of any form, verified by the PIN if the token has one.
    func makeVerified(_ change: (inout MakeCredentialCall) -> Void) async throws(CheckEnd) -> Credential {
        let clientData = try self.clientData("webauthn.create")
        var call = self.makeCredentialCall(clientData)
        change(&call)
        try await self.verify(&call)
        let made = try await self.result(of: call, touch: true)
        return try self.credential(made, clientData)
    }

    /// Adds the word of the PIN if the token has one.
    func verify(_ call: inout MakeCredentialCall) async throws(CheckEnd) {
        guard try await self.ctap2Info().option("clientPin") == true else { return }
        var token = try await self.pinToken([.makeCredential], rpID: call.rpID)
        defer { token.wipe() }
        call.authorize(by: token, self.changes.cryptography)
    }

    /// Adds the word of the PIN if the token has one.
    func verify(_ call: inout GetAssertionCall) async throws(CheckEnd) {
        guard try await self.ctap2Info().option("clientPin") == true else { return }
        var token = try await self.pinToken([.getAssertion], rpID: call.rpID)
        defer { token.wipe() }
        call.authorize(by: token, self.changes.cryptography)
    }
}
