import Activation
import HTTPService
import Hummingbird

extension ActivationService {
    /// The route that shows the audit trail, page by page.
    func addAuditRoutes(to router: some RouterMethods<some RequestContext>) {
        router.get("/v1/audit") { request, _ in
            let place = try AuditPlace(request)
            let chains = try await self.store.auditChains()
            guard let chain = place.chain ?? chains.first else {
                return JSONAnswer(AuditPageAnswer(chain: nil, chains: [], links: [], limit: place.limit))
            }
            guard chains.contains(chain) else { throw Problem.unknownChain }
            let links = try await self.store.auditLinks(of: chain, from: place.firstNumber, limit: place.limit)
            return JSONAnswer(AuditPageAnswer(chain: chain, chains: chains, links: links, limit: place.limit))
        }
    }
}
