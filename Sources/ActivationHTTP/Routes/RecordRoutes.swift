import Activation
import HTTPService
import Hummingbird

extension ActivationService {
    /// Routes that add holders and show records.
    func addRecordRoutes(to router: some RouterMethods<AccessContext>) {
        router.post("/v1/users") { request, context in
            let body = try await request.decodeJSON(HolderBody.self)
            guard let holder = try await self.addHolder(body.userID, password: body.password, caller: context.caller) else {
                throw Problem.userExists
            }
            return JSONAnswer(
                HolderAnswer(holder, tokens: [], at: self.now()),
                status: .created,
                headers: [.location: "/v1/users/\(PercentEncoding.encode(holder.userID.text))"]
            )
        }
        router.get("/v1/users/{userID}") { _, context in
            let userID = try context.userID()
            guard let holder = try await self.store.holder(userID) else { throw Problem.unknownUser }
            return JSONAnswer(HolderAnswer(holder, tokens: try await self.store.tokens(of: userID), at: self.now()))
        }
        router.get("/v1/authenticators/{serialNumber}") { _, context in
            let serialNumber = try context.serialNumber()
            guard let record = try await self.store.token(serialNumber) else { throw Problem.unknownAuthenticator }
            return JSONAnswer(AuthenticatorAnswer(record, at: self.now()))
        }
        router.put("/v1/authenticators/{serialNumber}/block") { request, context in
            let serialNumber = try context.serialNumber()
            let body = try await request.decodeJSON(BlockBody.self)
            switch try await self.set(body.block, on: serialNumber, caller: context.access.caller) {
            case .done(let record):
                return JSONAnswer(AuthenticatorAnswer(record, at: self.now()))
            case .unknownDevice:
                throw Problem.unknownAuthenticator
            case .final(let record):
                // What was asked for is so: asking twice is no mistake.
                guard let block = body.block, record.block == block else { throw Problem.outOfUse }
                return JSONAnswer(AuthenticatorAnswer(record, at: self.now()))
            }
        }
    }
}
