import Activation
import HTTPService
import Hummingbird

extension ActivationService {
    /// Routes by which an operator forgets wrong tries.
    func addUnblockingRoutes(to router: some RouterMethods<AccessContext>) {
        router.delete("/v1/users/{userID}/attempts") { _, context in
            let userID = try context.userID()
            guard let holder = try await self.unblockHolder(userID, caller: context.access.caller) else {
                throw Problem.unknownUser
            }
            return JSONAnswer(try await self.answer(about: holder))
        }
        router.delete("/v1/callers/{caller}/attempts") { _, context in
            let caller = try context.caller()
            return JSONAnswer(
                CallerAttemptsAnswer(try await self.unblockCaller(caller), at: self.now(), self.policy.throttles)
            )
        }
    }
}
