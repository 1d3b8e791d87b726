package import Activation

/// Reads a chain of the audit trail from its first entry and checks every tie.
package struct AuditCheck<Store: TokenStore>: Sendable {
    /// How far a chain was found to be what was written.
    package struct Outcome: Equatable, Sendable {
        package let end: AuditChain
        /// The first place that is not what was written, if there is one.
        package let fault: AuditBreak?
    }

    private static var pageSize: Int { 1000 }

    private let store: Store

    package init(of store: Store) {
        self.store = store
    }

    package func outcome(ofChain name: String) async throws(TokenStoreError) -> Outcome {
        var chain = AuditChain(name: name)
        while true {
            let links = try await self.store.auditLinks(of: name, from: chain.nextNumber, limit: Self.pageSize)
            do {
                try chain.check(links)
            } catch {
                return Outcome(end: chain, fault: error)
            }
            if links.count < Self.pageSize { return Outcome(end: chain, fault: nil) }
        }
    }
}
