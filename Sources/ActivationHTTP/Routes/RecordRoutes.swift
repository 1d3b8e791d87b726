import Activation
import HTTPService
import Hummingbird

extension ActivationService {
    /// Routes that add holders and show records.
    func addRecordRoutes(to router: some RouterMethods<AccessContext>) {
        router.post("/v1/users") { request, context in
            let body = try await request.decodeJSON(HolderBody.self)
            try self.policy.check(newPassword: body.password)
            let caller = context.access.caller
            guard let holder = try await self.addHolder(body.userID, password: body.password, caller: caller) else {
                throw Problem.userExists
            }
            return JSONAnswer(
                HolderAnswer(holder, tokens: [], at: self.now(), self.policy.rules),
                status: .created,
                headers: [.location: "/v1/users/\(PercentEncoding.encode(holder.userID.text))"]
            )
        }
        router.get("/v1/users/{userID}") { _, context in
            let userID = try context.userID()
            guard let holder = try await self.store.holder(userID) else { throw Problem.unknownUser }
            return JSONAnswer(try await self.answer(about: holder))
        }
        router.get("/v1/authenticators/{serialNumber}") { _, context in
            let serialNumber = try context.serialNumber()
            guard let record = try await self.store.token(serialNumber) else { throw Problem.unknownAuthenticator }
            return JSONAnswer(AuthenticatorAnswer(record, at: self.now(), self.policy.rules))
        }
        router.put("/v1/authenticators/{serialNumber}/block") { request, context in
            let serialNumber = try context.serialNumber()
            let block = try await request.decodeJSON(BlockBody.self).block(from: self.now())
            switch try await self.set(block, on: serialNumber, caller: context.access.caller) {
            case .done(let record):
                return JSONAnswer(AuthenticatorAnswer(record, at: self.now(), self.policy.rules))
            case .unknownDevice:
                throw Problem.unknownAuthenticator
            case .final(let record):
                // What was asked for is so: asking twice is no mistake.
                guard let block, record.block == block else { throw Problem.outOfUse }
                return JSONAnswer(AuthenticatorAnswer(record, at: self.now(), self.policy.rules))
            }
        }
    }

    /// A holder with the holder's devices.
    func answer(about holder: HolderRecord) async throws -> HolderAnswer {
        let tokens = try await self.store.tokens(of: holder.userID)
        return HolderAnswer(holder, tokens: tokens, at: self.now(), self.policy.rules)
    }
}
