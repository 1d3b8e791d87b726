import Activation
import TokenRows

/// A decision that waits for a session.
struct PendingDecision: Sendable {
    let subject: Dossier.Subject
    let caller: CallerID?

    /// The arrival of its request.
    let arrival: ContinuousClock.Instant

    /// Decides, and gives back how to tell who waits, once that is durable.
    let decide: @Sendable (inout Dossier, SealedSecret?) throws -> @Sendable () -> Void
    let fail: @Sendable (TokenStoreError) -> Void
}

extension PostgresSession {
    /// Makes decisions in one transaction, and tells who waits for them.
    ///
    /// A commit, its round trips and what the server does around them are shared by all that wait. If one of them keeps the
    /// transaction from its end, each gets one of its own. A decision whose client waits no longer is refused and not made.
    mutating func make(_ decisions: [PendingDecision]) {
        var decisions = decisions
        do throws(TokenStoreError) {
            let latest = decisions.map(\.arrival).max() ?? .now
            let answers = try self.transaction(arrival: latest, .short) { session in
                try session.decide(&decisions)
            }
            for answer in answers { answer() }
        } catch {
            guard decisions.count > 1, self.isConnected else {
                for decision in decisions { decision.fail(error) }
                return
            }
            for decision in decisions {
                // A server that goes meanwhile is not sought anew for each of them.
                if self.isConnected { self.make([decision]) } else { decision.fail(error) }
            }
        }
    }

    private mutating func decide(_ decisions: inout [PendingDecision]) throws -> [@Sendable () -> Void] {
        self.refuseLate(&decisions)
        guard let earliest = decisions.map(\.arrival).min() else { return [] }
        self.seek(until: earliest)
        self.seeToPartitions()
        var chain = try self.auditChain()
        var rows = try LockedRows(try self.lockRows(of: decisions), for: decisions)
        // Connecting and waiting for the rows may have taken long.
        self.refuseLate(&decisions)
        guard !decisions.isEmpty else {
            try self.abandon()
            return []
        }
        var entries: [AuditEntry] = []
        var outcomes: [@Sendable () -> Void] = []
        for decision in decisions {
            var (dossier, secret) = try rows.dossier(for: decision)
            outcomes.append(try decision.decide(&dossier, secret))
            rows.take(dossier)
            if let entry = dossier.entry { entries.append(entry) }
        }
        _ = try self.commit(rows.changes + Statements.append(entries, to: &chain))
        self.appended(to: chain)
        return outcomes
    }

    /// Begins the transaction; after a lock timeout several decisions are not repeated together.
    private mutating func lockRows(of decisions: [PendingDecision]) throws -> [[PostgresRow]] {
        do throws(PostgresError) {
            return try self.begin(LockedRows.commands(for: decisions))
        } catch {
            if error.isLocked, decisions.count > 1 { throw TokenStoreError(error) }
            throw error
        }
    }

    /// Refuses the decisions whose clients wait no longer.
    private func refuseLate(_ decisions: inout [PendingDecision]) {
        let now = ContinuousClock.now
        let late = decisions.filter { self.patience.isOver(forArrival: $0.arrival, at: now) }
        guard !late.isEmpty else { return }
        decisions.removeAll { self.patience.isOver(forArrival: $0.arrival, at: now) }
        for decision in late { decision.fail(.waitedTooLong) }
    }
}
