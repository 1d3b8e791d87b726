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
        if let fault = try await self.follow(&chain) { return Outcome(end: chain, fault: fault) }
        // Entries tied to the known end prove it; if there are none, it must be there itself.
        if chain == start, let fault = try await self.fault(atEndOf: start) {
            return Outcome(end: chain, fault: fault)
        }
        while true {
            do {
                // Read after the entries: all that it seals are there by now.
                if try chain.ends(with: try await self.store.auditSeal(of: chain.name)) { break }
            } catch let fault as AuditBreak {
                return Outcome(end: chain, fault: fault)
            } catch let error as TokenStoreError {
                throw error
            } catch {
                throw .unavailable(reason: "\(type(of: error))")
            }
            let sealed = chain
            if let fault = try await self.follow(&chain) { return Outcome(end: chain, fault: fault) }
            guard chain != sealed else {
                return Outcome(end: chain, fault: AuditBreak(number: chain.nextNumber, kind: .cutOff))
            }
        }
        return Outcome(end: chain, fault: nil)
    }

    /// Goes on to the last entry, or up to the first that is not what was written.
    private func follow(_ chain: inout AuditChain) async throws(TokenStoreError) -> AuditBreak? {
        var limit = Self.pageSize
        while true {
            let links: [AuditLink]
            do throws(TokenStoreError) {
                links = try await self.store.auditLinks(of: chain.name, from: chain.nextNumber, limit: limit)
            } catch .damaged where limit > 1 {
                // One of them makes no sense: those before it are checked one by one.
                limit = 1
                continue
            } catch .damaged {
                return AuditBreak(number: chain.nextNumber, kind: .changed)
            }
            do {
                try chain.check(links)
            } catch {
                return error
            }
            if links.count < limit { return nil }
        }
    }

    private func fault(atEndOf chain: AuditChain) async throws(TokenStoreError) -> AuditBreak? {
        guard chain.nextNumber > 0 else { return nil }
        let number = chain.nextNumber - 1
        let last: AuditLink?
        do throws(TokenStoreError) {
            last = try await self.store.auditLinks(of: chain.name, from: number, limit: 1).first
        } catch .damaged {
            return AuditBreak(number: number, kind: .changed)
        }
        guard last?.number == number else { return AuditBreak(number: number, kind: .cutOff) }
        return last?.hash == chain.head ? nil : AuditBreak(number: number, kind: .changed)
    }
}
