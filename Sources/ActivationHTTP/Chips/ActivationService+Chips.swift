import Activation
import LibCrypto
import Logging
import WebAuthn

extension ActivationService {
    /// Asks for a new chip, or for the holder's own, and gives back what to ask it.
    ///
    /// - Parameters:
    ///   - kind: Whether a chip is to be added or used.
    ///   - userID: The holder.
    ///   - password: The password that was sent.
    ///   - factor: What else was sent to add a chip.
    ///   - caller: Whose wrong tries are counted.
    /// - Returns: The decision, and the challenge that counts if it is granted.
    /// - Throws: `ServiceBusy`, `TokenStoreError`, or `LibCryptoFailure` without random bytes.
    func begin(
        _ kind: ChipCeremony.Kind,
        for userID: UserID,
        password: PreparedPassword,
        presenting factor: PresentedFactor? = nil,
        caller: CallerID?
    ) async throws -> (decision: ChipDecision, challenge: CeremonyChallenge) {
        let time = self.now()
        let challenge = try CeremonyChallenge(for: userID)
        let ceremony = ChipCeremony(kind, challenge: challenge.kept, expiresAt: time + self.policy.chipTimeout)
        let rules = self.policy.rules
        let holder = try await self.store.holder(userID)
        let second = factor?.checked(by: self.policy.relyingParty, against: holder?.chip, of: userID)
        let decision = try await self.decide(
            .holder(userID),
            on: holder,
            presenting: password,
            caller: caller,
            at: time,
            need: { dossier, _ in dossier.passwordNeed(ofChipRequestAt: time, rules) },
            { dossier, passwordIsRight, key in
                dossier.begin(
                    ceremony,
                    passwordIsRight: passwordIsRight,
                    presenting: second,
                    at: time,
                    rules,
                    key: key
                )
            }
        )
        self.note(
            decision,
            kind == .registration ? .chipRegistrationRequest : .chipAssertionRequest,
            userID,
            fault: nil
        )
        return (decision, challenge)
    }

    /// Notes that a holder who has the password alone wants to add a chip.
    func requestChip(
        for userID: UserID,
        password: PreparedPassword,
        caller: CallerID?
    ) async throws -> ChipDecision {
        let time = self.now()
        let rules = self.policy.rules
        let decision = try await self.decide(
            .holder(userID),
            on: try await self.store.holder(userID),
            presenting: password,
            caller: caller,
            at: time,
            need: { dossier, _ in dossier.passwordNeed(ofChipRequestAt: time, rules) },
            { dossier, passwordIsRight, _ in
                dossier.requestChip(passwordIsRight: passwordIsRight, at: time, rules)
            }
        )
        self.note(decision, .chipRequest, userID, fault: nil)
        return decision
    }

    /// Withdraws a holder's request for a chip.
    func withdrawChipRequest(of userID: UserID, caller: CallerID?) async throws -> ChipDecision {
        let time = self.now()
        let decision = try await self.decide(.holder(userID), caller: caller, at: time) { dossier, _ in
            dossier.withdrawChipRequest(at: time)
        }
        self.note(decision, .chipRequestWithdrawal, userID, fault: nil)
        return decision
    }

    /// Removes a holder's chip.
    func removeChip(of userID: UserID, caller: CallerID?) async throws -> ChipDecision {
        let time = self.now()
        let decision = try await self.decide(.holder(userID), caller: caller, at: time) { dossier, _ in
            dossier.removeChip(at: time)
        }
        self.note(decision, .chipRemoval, userID, fault: nil)
        return decision
    }

    /// Takes the answer of a new chip.
    func enroll(
        _ answer: RegistrationAnswer,
        caller: CallerID?
    ) async throws -> (decision: ChipDecision, userID: UserID?) {
        let time = self.now()
        guard let challenge = answer.clientData.flatMap({ CeremonyChallenge($0.challenge) }) else {
            return (self.refuseUnknown(.chipRegistration), nil)
        }
        let checked = answer.verified(by: self.policy.relyingParty, at: time)
        let chip = checked.map { ChipRecord($0, enrolledAt: time, transports: answer.transports) }
        let rules = self.policy.rules
        let subject: Dossier.Subject =
            switch chip {
            case .success(let chip): .enrollment(challenge.userID, credentialID: chip.credentialID)
            case .failure: .holder(challenge.userID)
            }
        let decision = try await self.decide(subject, caller: caller, at: time) { dossier, _ in
            dossier.enroll(chip.mapError(\.fault), answering: challenge.kept, at: time, rules)
        }
        self.note(decision, .chipRegistration, challenge.userID, fault: checked.refusal)
        return (decision, challenge.userID)
    }

    /// Takes the answer of the chip a holder has.
    func authenticate(
        _ answer: AssertionAnswer,
        caller: CallerID?
    ) async throws -> (decision: ChipDecision, userID: UserID?) {
        let time = self.now()
        guard let challenge = answer.clientData.flatMap({ CeremonyChallenge($0.challenge) }) else {
            return (self.refuseUnknown(.chipAssertion), nil)
        }
        let chip = try await self.store.holder(challenge.userID)?.chip
        let checked = answer.verified(by: self.policy.relyingParty, from: chip, of: challenge.userID)
        let rules = self.policy.rules
        let decision = try await self.store.update(.holder(challenge.userID), caller: caller) { dossier, _ in
            dossier.authenticate(
                checked.mapError(\.fault),
                with: chip,
                answering: challenge.kept,
                at: time,
                rules
            )
        }
        self.note(decision, .chipAssertion, challenge.userID, fault: checked.refusal)
        return (decision, challenge.userID)
    }

    /// Blocks a holder's chip, or lifts its block.
    func setChipBlock(_ block: DeviceBlock?, of userID: UserID, caller: CallerID?) async throws -> ChipDecision {
        let time = self.now()
        let decision = try await self.decide(.holder(userID), caller: caller, at: time) { dossier, _ in
            dossier.setChipBlock(block, at: time)
        }
        self.note(decision, block == nil ? .unblocking : .blocking, userID, fault: nil)
        return decision
    }

    /// An answer whose challenge names nobody was never asked for: there is no record to decide on.
    private func refuseUnknown(_ event: AuditEvent) -> ChipDecision {
        let decision = ChipDecision.refused(.notAwaited)
        self.metrics.decided(event, decision.reason)
        self.logger.notice("chip refused", metadata: ["event": "\(event.name)", "reason": "\(decision.reason.name)"])
        return decision
    }

    private func note(_ decision: ChipDecision, _ event: AuditEvent, _ userID: UserID, fault: WebAuthnRefusal?) {
        self.metrics.decided(event, decision.reason)
        var metadata: Logger.Metadata = ["event": "\(event.name)", "userID": "\(userID.text)"]
        if case .refused = decision {
            metadata["reason"] = "\(decision.reason.name)"
            metadata["fault"] = fault.map { "\($0)" }
            self.logger.notice("chip refused", metadata: metadata)
        } else {
            self.logger.info("chip granted", metadata: metadata)
        }
    }
}

extension Result where Failure == WebAuthnRefusal {
    /// What was found wrong, if anything.
    fileprivate var refusal: WebAuthnRefusal? {
        if case .failure(let refusal) = self { refusal } else { nil }
    }
}
