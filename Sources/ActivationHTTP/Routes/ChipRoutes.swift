import Activation
import HTTPService
import Hummingbird

extension ActivationService {
    /// Routes that enrol a chip and log in with it, Web Authentication level 3, sections 7.1 and 7.2.
    func addChipRoutes(to router: some RouterMethods<AccessContext>) {
        router.post("/v1/chips/registrations/options") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let body = try await request.decodeJSON(ChipAdditionBody.self)
            let (decision, challenge) = try await self.begin(
                .registration,
                for: body.userID,
                password: body.password,
                presenting: body.factor,
                caller: context.access.caller
            )
            guard case .asked = decision else {
                if decision.answer == .refused { await self.policy.refusedActivations.wait(since: start) }
                throw Problem.chipRefusal(decision.answer, at: arrival, self.policy.chips)
            }
            return JSONAnswer(CreationOptions(challenge, self.policy))
        }
        router.post("/v1/chips/requests") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let body = try await request.decodeJSON(HolderBody.self)
            let decision = try await self.requestChip(
                for: body.userID,
                password: body.password,
                caller: context.access.caller
            )
            guard case .requested(let chipRequest) = decision else {
                if decision.answer == .refused { await self.policy.refusedActivations.wait(since: start) }
                throw Problem.chipRefusal(decision.answer, at: arrival, self.policy.chips)
            }
            return JSONAnswer(ChipRequestAnswer(chipRequest, self.policy.chips))
        }
        router.post("/v1/chips/registrations") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let answer = try await request.decodeJSON(RegistrationAnswer.self)
            let (decision, userID) = try await self.enroll(answer, caller: context.access.caller)
            guard case .enrolled(let chip) = decision, let userID else {
                if decision.answer == .refused { await self.policy.refusedCodes.wait(since: start) }
                throw Problem.refusal(decision.answer, at: arrival, otherwise: .registrationRefused)
            }
            return JSONAnswer(
                EnrollmentAnswer(chip, of: userID, at: arrival),
                status: .created,
                headers: [.location: "/v1/users/\(PercentEncoding.encode(userID.text))"]
            )
        }
        router.post("/v1/chips/assertions/options") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let body = try await request.decodeJSON(HolderBody.self)
            let (decision, challenge) = try await self.begin(
                .assertion,
                for: body.userID,
                password: body.password,
                caller: context.access.caller
            )
            guard case .asked(let chip) = decision, let chip else {
                if decision.answer == .refused { await self.policy.refusedActivations.wait(since: start) }
                throw Problem.refusal(decision.answer, at: arrival, otherwise: .assertionRefused)
            }
            return JSONAnswer(RequestOptions(challenge, chip, self.policy))
        }
        router.post("/v1/chips/assertions") { request, context in
            let (arrival, start) = (self.now(), ContinuousClock.now)
            let answer = try await request.decodeJSON(AssertionAnswer.self)
            let (decision, userID) = try await self.authenticate(answer, caller: context.access.caller)
            guard case .authenticated(let chip) = decision, let userID else {
                if decision.answer == .refused { await self.policy.refusedCodes.wait(since: start) }
                throw Problem.refusal(decision.answer, at: arrival, otherwise: .assertionRefused)
            }
            return JSONAnswer(ChipLoginAnswer(chip, of: userID, at: arrival))
        }
    }

    /// Routes for operators; chips have no serial number to be named by.
    func addChipOperatorRoutes(to router: some RouterMethods<AccessContext>) {
        router.put("/v1/users/{userID}/chip/block") { request, context in
            let userID = try context.userID()
            let block = try await request.decodeJSON(BlockBody.self).block(from: self.now())
            switch try await self.setChipBlock(block, of: userID, caller: context.access.caller) {
            case .set(let chip):
                return JSONAnswer(ChipAnswer(chip, at: self.now()))
            case .refused(.unknownHolder):
                throw Problem.unknownUser
            case .refused(.final):
                // What was asked for is so: asking twice is no mistake.
                guard block == .permanent, let chip = try await self.store.holder(userID)?.chip else {
                    throw Problem.outOfUse
                }
                return JSONAnswer(ChipAnswer(chip, at: self.now()))
            case .refused, .asked, .requested, .enrolled, .authenticated, .withdrawn, .removed:
                throw Problem.unknownChip
            }
        }
        router.delete("/v1/users/{userID}/chip") { _, context in
            let userID = try context.userID()
            switch try await self.removeChip(of: userID, caller: context.access.caller) {
            case .removed: return Response(status: .noContent)
            case .refused(.unknownHolder): throw Problem.unknownUser
            case .refused, .asked, .requested, .enrolled, .authenticated, .set, .withdrawn:
                throw Problem.unknownChip
            }
        }
        router.delete("/v1/users/{userID}/chip/request") { _, context in
            let userID = try context.userID()
            switch try await self.withdrawChipRequest(of: userID, caller: context.access.caller) {
            case .withdrawn: return Response(status: .noContent)
            case .refused(.unknownHolder): throw Problem.unknownUser
            case .refused, .asked, .requested, .enrolled, .authenticated, .set, .removed:
                throw Problem.unknownChipRequest
            }
        }
    }
}
