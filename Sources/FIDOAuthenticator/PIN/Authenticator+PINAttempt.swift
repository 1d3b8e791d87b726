import CTAPHID
import CanonicalCBOR
import FIDOMessages

/// How a PIN is tried: the try is spent and stored, and only then is the PIN compared; CTAP 2.1, sections 6.5.5.6 and
/// 6.5.5.7.
extension Authenticator {
    /// How many wrong PINs in a row block it until power is off, section 6.5.5.6.
    private static var maximumMismatches: Int { 3 }

    var isPINBlockedUntilPowerCycle: Bool {
        self.session.pinMismatches >= Self.maximumMismatches
    }

    /// Whether there is a PIN and it has tries left.
    func checkPINIsUsable() throws(CTAP2StatusCode) {
        guard self.hasPIN else { throw .pinNotSet }
        guard self.state.pinRetries > 0, !self.faults.isPINLocked else { throw .pinBlocked }
        guard !self.isPINBlockedUntilPowerCycle else { throw .pinAuthBlocked }
    }

    mutating func spendTry(on attempt: PINAttempt) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard self.state.pinRetries > 0 else { throw .pinBlocked }
        var newState = self.state
        newState.pinRetries -= 1
        return self.commit(newState, then: .comparePIN(attempt))
    }

    /// The try is spent: now the PIN is compared.
    mutating func compare(_ attempt: PINAttempt, at now: Uptime) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard let pin = self.state.pin else { throw .pinNotSet }
        let brought = attempt.secret.decrypt(attempt.encryptedHash, environment: self.environment)
        guard let brought, pin.hash.isEqualInConstantTime(to: brought[...]) else {
            self.regenerateKeyAgreement(attempt.secret.pinProtocol)
            self.session.pinMismatches += 1
            guard self.state.pinRetries > 0 else { throw .pinBlocked }
            throw self.isPINBlockedUntilPowerCycle ? .pinAuthBlocked : .pinInvalid
        }
        self.session.pinMismatches = 0
        var newState = self.state
        newState.pinRetries = AuthenticatorState.maximumPINRetries
        let answer: [UInt8]
        do throws(CTAP2StatusCode) {
            answer = try self.answerToRightPIN(attempt, &newState, at: now)
        } catch {
            // The PIN was right: it has all its tries again, whatever else is wrong.
            answer = [error.rawValue]
        }
        return self.commit(newState, thenReply: answer)
    }

    private mutating func answerToRightPIN(
        _ attempt: PINAttempt,
        _ newState: inout AuthenticatorState,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> [UInt8] {
        switch attempt.purpose {
        case .change(let encryptedPIN):
            let newPIN = try self.newPIN(encryptedPIN, attempt.secret)
            // Section 6.5.5.6: one that must be changed is not changed to itself.
            if self.state.mustChangePIN, let pin = self.state.pin,
                pin.hash.isEqualInConstantTime(to: newPIN.hash[...])
            {
                throw .pinPolicyViolation
            }
            newState.pin = newPIN
            newState.mustChangePIN = false
            self.session.token = nil
            return [CTAP2StatusCode.success.rawValue]
        case .defaultToken:
            guard !self.state.mustChangePIN else { throw .pinInvalid }
            let answer = try self.newToken([.makeCredential, .getAssertion], rpID: nil, attempt.secret, at: now)
            self.session.token?.isOfGetPINToken = true
            return answer
        case .token(let permissions, let rpID):
            guard !self.state.mustChangePIN else { throw .pinPolicyViolation }
            return try self.newToken(permissions, rpID: rpID, attempt.secret, at: now)
        }
    }

    /// Section 6.5.5.7: a new token, the old ones worth nothing.
    private mutating func newToken(
        _ permissions: PINPermissions,
        rpID: [UInt8]?,
        _ secret: PINSecret,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> [UInt8] {
        guard
            let bytes = self.environment.randomBytes(count: 32),
            let encrypted = secret.encrypt(bytes, environment: &self.environment)
        else { throw .other }
        self.session.token = PINToken(
            pinProtocol: secret.pinProtocol,
            bytes: bytes,
            permissions: permissions,
            rpID: rpID,
            issuedAt: now,
            transport: self.session.transport
        )
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(2) { $0.byteString(encrypted) }
        }
        return writer.bytes
    }

    /// Section 6.5.5.5: a new PIN is padded with zeros to 64 bytes, at least one of them; it is UTF-8 and long enough.
    func newPIN(_ encrypted: [UInt8], _ secret: PINSecret) throws(CTAP2StatusCode) -> StoredPIN {
        let rules = self.profile.rules
        guard
            var padded = secret.decrypt(encrypted, environment: self.environment),
            rules.paddedPINByteCounts.contains(padded.count)
        else { throw rules.wrongPadding }
        defer { padded.wipe() }
        guard
            let end = padded.firstIndex(of: 0), end < 64,
            rules.endsPINAtFirstZero || padded[end...].allSatisfy({ $0 == 0 })
        else { throw .pinPolicyViolation }
        guard UTF8Check.firstInvalidOffset(in: padded, from: 0, to: end) == nil else { throw .pinPolicyViolation }
        let codePointCount = padded[..<end].count { $0 & 0xc0 != 0x80 }
        guard (rules.countsCodePoints ? codePointCount : end) >= Int(self.state.minimumPINLength) else {
            throw .pinPolicyViolation
        }
        let hash = self.environment.sha256(padded.span.extracting(0..<end))
        return StoredPIN(hash: [UInt8](hash.prefix(16)), codePointCount: UInt8(codePointCount))
    }
}
