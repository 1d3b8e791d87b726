import Activation
import HTTPService
import Hummingbird
import OTPCore

extension ActivationService {
    /// Routes that bind a device and check its codes.
    func addActivationRoutes(to router: some RouterMethods<some RequestContext>) {
        router.post("/v1/activations") { request, _ in
            let arrival = self.now()
            let body = try await request.decodeJSON(ActivationBody.self)
            let decision = try await self.activate(
                ActivationRequest(
                    userID: body.userID,
                    serialNumber: body.serialNumber,
                    presented: PresentedCode(body.code, at: arrival)
                ),
                password: body.password
            )
            switch decision {
            case .activated(let record):
                return JSONAnswer(
                    ActivationAnswer(record),
                    status: .created,
                    headers: [.location: "/v1/authenticators/\(record.serialNumber.text)"]
                )
            case .refused(.holdingRule(let held)):
                throw Problem.holdingRule(held: held)
            case .refused:
                throw Problem.activationRefused
            }
        }
        router.post("/v1/verifications") { request, _ in
            let arrival = self.now()
            let body = try await request.decodeJSON(VerificationBody.self)
            switch try await self.verify(body.subject, PresentedCode(body.code, at: arrival)) {
            case .accepted(let record, let holder), .resynchronized(let record, let holder):
                return JSONAnswer(VerificationAnswer(record, holder: holder))
            case .refused:
                throw Problem.codeRefused
            }
        }
    }
}
