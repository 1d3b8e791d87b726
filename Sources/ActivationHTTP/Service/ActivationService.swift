package import Activation
import HTTPService
import LibCrypto
package import Logging
import OTPCore
import TokenRows

/// Decides what the requests ask, one transaction each, whatever the interface they came through.
package struct ActivationService<Store: TokenStore>: Sendable {
    package let store: Store

    private let currentPolicy: Current<ActivationPolicy>
    package var policy: ActivationPolicy { self.currentPolicy.value }

    let logger: Logger
    let metrics = ServiceMetrics()
    let now: @Sendable () -> UnixTime

    /// Who is told what becomes of devices, if anyone.
    let webhook: Webhook?

    /// Readiness for requests, as `/readyz` reports it.
    let readiness: Readiness

    let importThread = ImportThread()
    let refusals: RefusedAccess
    private let workers: PasswordWorkers
    /// What the password of a user ID nobody has is compared with, so that this takes as long as any other comparison.
    private let decoy: PasswordHash

    /// - Throws: `PasswordHashError` if libcrypto cannot hash a password.
    package init(
        store: Store,
        policy: ActivationPolicy = ActivationPolicy(),
        logger: Logger,
        webhook: Webhook? = nil,
        now: @escaping @Sendable () -> UnixTime = { .now }
    ) throws {
        self.store = store
        self.currentPolicy = Current(policy)
        self.logger = logger
        self.webhook = webhook
        self.now = now
        self.readiness = Readiness(logger: logger) { try await store.checkAvailability() }
        self.refusals = RefusedAccess(store, metrics: self.metrics, logger: logger, now: now)
        self.workers = PasswordWorkers(threadCount: policy.passwordThreads, pendingLimit: policy.passwordQueue)
        self.decoy = try RandomBytes.secret(count: 32).withBytes { bytes throws(PasswordHashError) in
            try PasswordHash(of: bytes, cost: policy.passwordCost)
        }
    }

    /// Lets `/readyz` answer 503 from now on; requests are still served.
    package func drain() {
        self.readiness.drain()
    }

    /// Decides by another policy from now on; the number of threads and places for passwords stays.
    package func replace(policy: ActivationPolicy) {
        self.currentPolicy.replace(with: policy)
    }

    /// Adds a holder; nil if the user ID is taken.
    func addHolder(_ userID: UserID, password: PreparedPassword, caller: CallerID?) async throws -> HolderRecord? {
        let hash = try await self.workers.hash(password, cost: self.policy.passwordCost, for: caller)
        let holder = HolderRecord(userID: userID, password: StoredPassword(encoded: hash), createdAt: self.now())
        guard try await self.store.add(holder, caller: caller) else { return nil }
        self.logger.info("holder added", metadata: ["userID": "\(userID.text)"])
        return holder
    }

    /// Binds a device to a holder.
    ///
    /// Every request does the same work: a password is hashed for unknown holders, a window is searched for unknown
    /// devices, and only then all is looked at together.
    func activate(
        _ request: ActivationRequest,
        password: PreparedPassword,
        caller: CallerID?
    ) async throws -> ActivationDecision {
        let rules = self.policy.rules
        let decision = try await self.decide(
            .activation(request.serialNumber, request.userID),
            on: try await self.store.holder(request.userID),
            presenting: password,
            caller: caller,
            at: request.presented.arrival,
            need: { dossier, key in dossier.passwordNeed(of: request, rules: rules, key: key) },
            { dossier, passwordIsRight, key in
                dossier.activate(request, passwordIsRight: passwordIsRight, rules: rules, key: key)
            }
        )
        self.metrics.decided(.activation, decision.reason)
        self.log(decision, request)
        return decision
    }

    /// Makes one decision that depends on a holder's password, unless the caller or the holder is throttled.
    ///
    /// Comparing takes as long for a user ID nobody has. The decision is made in one transaction afterwards; should it then depend
    /// on a password that was not compared, because a block was lifted meanwhile, the password is compared after all.
    ///
    /// - Parameters:
    ///   - subject: What the decision is about.
    ///   - holder: Whose password it is; nil for a user ID nobody has.
    ///   - password: What was typed.
    ///   - caller: Who asks.
    ///   - time: Now.
    ///   - need: Whether the decision depends on the password; changes nothing.
    ///   - body: The decision.
    /// - Returns: What `body` returned.
    /// - Throws: ``ServiceBusy``, and what the store reports.
    func decide<Decision: Sendable>(
        _ subject: Dossier.Subject,
        on holder: HolderRecord?,
        presenting password: PreparedPassword,
        caller: CallerID?,
        at time: UnixTime,
        need: @escaping @Sendable (borrowing Dossier, borrowing HMACKey) -> PasswordNeed,
        _ body: @escaping @Sendable (inout Dossier, _ passwordIsRight: Bool, borrowing HMACKey) -> Decision
    ) async throws -> Decision {
        // One patience for both waits: the password's for a thread and the decision's for the store.
        try await StorePatience.$arrival.withValue(.now) {
            let first = try await self.decide(subject, caller: caller, at: time) { dossier, key in
                let found = need(dossier, key)
                return found == .callerThrottled ? FirstLook.decided(body(&dossier, false, key)) : .needs(found)
            }
            let found: PasswordNeed
            switch first {
            case .decided(let decision): return decision
            case .needs(let need): found = need
            }
            let hash = try holder.map { holder in try PasswordHash(parsing: holder.password.encoded) } ?? self.decoy
            var isRight = try await self.workers.verify(password, against: hash, for: caller, need: found) {
                try await self.store.update(subject, caller: caller) { dossier, key in need(dossier, key) }
            }
            while true {
                let known = isRight
                let decision: Decision? = try await self.decide(subject, caller: caller, at: time) { dossier, key in
                    guard known != nil || need(dossier, key) != .comparison else { return nil }
                    // The holder whose password was compared is the holder who is decided on.
                    let isSameHolder = holder != nil && dossier.holder?.password == holder?.password
                    return body(&dossier, known == true && isSameHolder, key)
                }
                if let decision { return decision }
                isRight = try await self.workers.verify(password, against: hash, for: caller)
            }
        }
    }

    /// Accepts a later code once.
    func verify(
        _ subject: Dossier.Subject,
        _ presented: PresentedCode,
        caller: CallerID?
    ) async throws -> VerificationDecision {
        let rules = self.policy.rules
        let decision = try await self.decide(subject, caller: caller, at: presented.arrival) { dossier, key in
            dossier.verify(presented, rules: rules, key: key)
        }
        self.metrics.decided(.verification, decision.reason)
        self.log(decision, subject)
        return decision
    }

    /// Accepts two consecutive codes once, and learns from them where the device's clock or counter is.
    func resynchronize(
        _ serialNumber: SerialNumber,
        _ first: Code,
        _ second: PresentedCode,
        caller: CallerID?
    ) async throws -> VerificationDecision {
        let rules = self.policy.rules
        let subject = Dossier.Subject.device(serialNumber)
        let decision = try await self.decide(subject, caller: caller, at: second.arrival) { dossier, key in
            dossier.resynchronize(first, second, rules: rules, key: key)
        }
        self.metrics.decided(.resynchronization, decision.reason)
        self.log(decision, subject)
        return decision
    }

    /// Blocks a device, or lifts its block.
    func set(
        _ block: DeviceBlock?,
        on serialNumber: SerialNumber,
        caller: CallerID?
    ) async throws -> OperatorDecision {
        let time = self.now()
        let decision = try await self.decide(.device(serialNumber), caller: caller, at: time) { dossier, _ in
            if let block { dossier.block(block, at: time) } else { dossier.unblock(at: time) }
        }
        self.metrics.decided(block == nil ? .unblocking : .blocking, decision.reason)
        self.logger.notice(
            "block set",
            metadata: [
                "serialNumber": "\(serialNumber.text)", "block": "\(block?.name ?? "none")",
                "reason": "\(decision.reason.name)",
            ]
        )
        return decision
    }

    /// Makes one decision, and tells what it has changed once it is stored.
    func decide<Decision: Sendable>(
        _ subject: Dossier.Subject,
        caller: CallerID?,
        at time: UnixTime,
        _ body: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
    ) async throws -> Decision {
        guard let webhook = self.webhook else { return try await self.store.update(subject, caller: caller, body) }
        let (decision, changes) = try await self.store.updateNotingChanges(subject, caller: caller, at: time, body)
        for change in changes { webhook.notify(change) }
        return decision
    }

    private func log(_ decision: VerificationDecision, _ subject: Dossier.Subject) {
        switch decision {
        case .accepted(let token, let holder), .resynchronized(let token, let holder):
            self.logger.info(
                "code accepted",
                metadata: [
                    "serialNumber": "\(token.serialNumber.text)", "userID": "\(holder.text)", "decision": "granted",
                    "reason": "\(decision.reason.name)",
                ]
            )
        case .refused(let refusal):
            var metadata: Logger.Metadata = [
                "subject": "\(subject.name)", "decision": "refused", "reason": "\(decision.reason.name)",
            ]
            if case .outOfSync(by: let steps) = refusal { metadata["stepsAhead"] = "\(steps)" }
            self.logger.notice("code refused", metadata: metadata)
        }
    }

    private func log(_ decision: ActivationDecision, _ request: ActivationRequest) {
        var metadata: Logger.Metadata = [
            "serialNumber": "\(request.serialNumber.text)", "userID": "\(request.userID.text)",
            "reason": "\(decision.reason.name)",
        ]
        switch decision {
        case .activated:
            metadata["decision"] = "granted"
            self.logger.info("device activated", metadata: metadata)
        case .refused(let refusal):
            metadata["decision"] = "refused"
            if case .outOfSync(by: let steps) = refusal { metadata["stepsAhead"] = "\(steps)" }
            self.logger.notice("activation refused", metadata: metadata)
        }
    }
}

/// Outcome of the look at the throttles before a password is queued.
private enum FirstLook<Decision: Sendable>: Sendable {
    case decided(Decision)
    case needs(PasswordNeed)
}
