import Activation
import HTTPService
import Hummingbird
import OTPCore

extension ActivationService {
    /// Routes that bind a device and check its codes.
    func addActivationRoutes(to router: some RouterMethods<AccessContext>) {
        router.post("/v1/activations") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let body = try await request.decodeJSON(ActivationBody.self)
            let decision = try await self.activate(
                ActivationRequest(
                    userID: body.userID,
                    serialNumber: body.serialNumber,
                    presented: PresentedCode(body.code, at: arrival)
                ),
                password: body.password,
                caller: context.access.caller
            )
            guard case .activated(let record) = decision else {
                if decision.answer == .refused { await self.policy.refusedActivations.wait(since: start) }
                throw Problem.refusal(decision.answer, at: arrival, otherwise: .activationRefused)
            }
            return JSONAnswer(
                ActivationAnswer(record, at: arrival, self.policy.rules),
                status: .created,
                headers: [.location: "/v1/authenticators/\(record.serialNumber.text)"]
            )
        }
        router.post("/v1/verifications") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let body = try await request.decodeJSON(VerificationBody.self)
            let presented = PresentedCode(body.code, at: arrival)
            let decision = try await self.verify(body.subject, presented, caller: context.access.caller)
            return try await self.answer(to: decision, at: arrival, since: start)
        }
        router.post("/v1/authenticators/{serialNumber}/resynchronization") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let serialNumber = try context.serialNumber()
            let body = try await request.decodeJSON(ResynchronizationBody.self)
            let second = PresentedCode(body.second, at: arrival)
            let decision = try await self.resynchronize(
                serialNumber,
                body.first,
                second,
                caller: context.access.caller
            )
            return try await self.answer(to: decision, at: arrival, since: start)
        }
    }

    private func answer(
        to decision: VerificationDecision,
        at time: UnixTime,
        since start: ContinuousClock.Instant
    ) async throws(Problem) -> JSONAnswer<VerificationAnswer> {
        switch decision {
        case .accepted(let record, let holder), .resynchronized(let record, let holder):
            return JSONAnswer(VerificationAnswer(record, holder: holder, at: time, self.policy.rules))
        case .refused:
            if decision.answer == .refused { await self.policy.refusedCodes.wait(since: start) }
            throw .refusal(decision.answer, at: time, otherwise: .codeRefused)
        }
    }
}
