import Activation
import HTTPService
import Hummingbird
import OTPCore

extension ActivationService {
    /// Routes that add holders and show records.
    func addRecordRoutes(to router: some RouterMethods<some RequestContext>) {
        router.post("/v1/users") { request, _ in
            let body = try await request.decodeJSON(HolderBody.self)
            guard let holder = try await self.addHolder(body.userID, password: body.password) else {
                throw Problem.userExists
            }
            return JSONAnswer(
                HolderAnswer(holder, tokens: []),
                status: .created,
                headers: [.location: "/v1/users/\(PercentEncoding.encode(holder.userID.text))"]
            )
        }
        router.get("/v1/users/{userID}") { _, context in
            let userID: UserID
            do {
                userID = try UserID(try context.pathPart("userID"))
            } catch let error as UserIDError {
                throw Problem.invalidMember("userID", error.sentence)
            }
            guard let holder = try await self.store.holder(userID) else { throw Problem.unknownUser }
            return JSONAnswer(HolderAnswer(holder, tokens: try await self.store.tokens(of: userID)))
        }
        router.get("/v1/authenticators/{serialNumber}") { _, context in
            let serialNumber: SerialNumber
            do {
                serialNumber = try SerialNumber(try context.pathPart("serialNumber"))
            } catch let error as SerialNumberError {
                throw Problem.invalidMember("serialNumber", error.sentence)
            }
            guard let record = try await self.store.token(serialNumber) else { throw Problem.unknownAuthenticator }
            return JSONAnswer(AuthenticatorAnswer(record))
        }
    }
}
