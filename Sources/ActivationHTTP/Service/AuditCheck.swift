package import Activation

/// Reads a chain of the audit trail, from its first entry or from where an earlier check ended, and checks every tie.
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

    /// - Parameter start: The chain as far as it is known to be whole; what comes before may have been archived.
    /// - Returns: How far it is what was written.
    /// - Throws: What the store reports if it cannot be read.
    package func outcome(of start: AuditChain) async throws(TokenStoreError) -> Outcome {
        var chain = start
        while true {
            let links = try await self.store.auditLinks(of: chain.name, from: chain.nextNumber, limit: Self.pageSize)
            do {
                try chain.check(links)
            } catch {
                return Outcome(end: chain, fault: error)
            }
            if links.count < Self.pageSize { break }
        }
        // Entries tied to the known end prove it; if there are none, it must be there itself.
        let fault = chain == start ? try await self.fault(atEndOf: start) : nil
        return Outcome(end: chain, fault: fault)
    }

    private func fault(atEndOf chain: AuditChain) async throws(TokenStoreError) -> AuditBreak? {
        guard chain.nextNumber > 0 else { return nil }
        let number = chain.nextNumber - 1
        let last = try await self.store.auditLinks(of: chain.name, from: number, limit: 1).first
        guard last?.number == number else { return AuditBreak(number: number, kind: .cutOff) }
        return last?.hash == chain.head ? nil : AuditBreak(number: number, kind: .changed)
    }
}
