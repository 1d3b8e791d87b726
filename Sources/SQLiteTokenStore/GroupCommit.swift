import Activation
import GRDB
import Synchronization

/// Many changes in one transaction: those that come while another is being written to the disk share the next one.
///
/// A commit waits for the disk, and that takes as long for one decision as for a hundred. Each change has a savepoint of its
/// own: one that throws is undone alone. Nobody is answered before the commit of all is durable.
final class GroupCommit: Sendable {
    /// What is to be done inside a transaction; it gives back how to tell who waits, once that is durable.
    private struct Change: Sendable {
        let apply: @Sendable (Tables, inout AuditTable) throws -> @Sendable () -> Void
        let fail: @Sendable (TokenStoreError) -> Void
    }

    private struct Waiting {
        var changes: [Change] = []
        var isBeingWorkedOff = false
    }

    /// So many changes share one transaction at most: those behind them wait no longer than they must.
    private static let limit = 256

    private let pool: DatabasePool
    private let waiting = Mutex(Waiting())

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Makes a change, and returns when it is on the disk; it is made whether or not anyone still waits for its answer.
    func perform<Answer: Sendable>(
        _ body: @escaping @Sendable (Tables, inout AuditTable) throws -> Answer
    ) async throws(TokenStoreError) -> Answer {
        let result = await withCheckedContinuation {
            (answer: CheckedContinuation<Result<Answer, TokenStoreError>, Never>) in
            let change = Change(
                apply: { tables, audit in
                    let value = try body(tables, &audit)
                    return { answer.resume(returning: .success(value)) }
                },
                fail: { answer.resume(returning: .failure($0)) }
            )
            let isFirst = self.waiting.withLock { waiting in
                waiting.changes.append(change)
                defer { waiting.isBeingWorkedOff = true }
                return !waiting.isBeingWorkedOff
            }
            guard isFirst else { return }
            self.pool.asyncWriteWithoutTransaction { database in self.workOff(on: database) }
        }
        return try result.get()
    }

    /// Goes on until nothing waits.
    private func workOff(on database: Database) {
        while true {
            let group = self.waiting.withLock { waiting in
                let group = Array(waiting.changes.prefix(Self.limit))
                waiting.changes.removeFirst(group.count)
                waiting.isBeingWorkedOff = !group.isEmpty
                return group
            }
            guard !group.isEmpty else { return }
            self.commit(group, on: database)
        }
    }

    private func commit(_ group: [Change], on database: Database) {
        var outcomes: [@Sendable () -> Void] = []
        outcomes.reserveCapacity(group.count)
        var isCommitting = false
        do {
            try database.inTransaction(.immediate) {
                let tables = Tables(database: database)
                var audit = AuditTable(in: tables)
                for change in group { outcomes.append(try self.apply(change, tables, &audit)) }
                isCommitting = true
                return .commit
            }
        } catch {
            let error = TokenStoreError(sqlite: error, isCommitting: isCommitting)
            for change in group { change.fail(error) }
            return
        }
        for outcome in outcomes { outcome() }
    }

    /// Makes one change or none of it.
    ///
    /// - Throws: What ends the whole transaction: a full disk, a broken file.
    private func apply(
        _ change: Change,
        _ tables: Tables,
        _ audit: inout AuditTable
    ) throws -> @Sendable () -> Void {
        let database = tables.database
        let auditBefore = audit
        try database.cachedStatement(sql: "SAVEPOINT change").execute()
        do {
            let outcome = try change.apply(tables, &audit)
            try database.cachedStatement(sql: "RELEASE change").execute()
            return outcome
        } catch {
            guard database.isInsideTransaction else { throw error }
            try database.cachedStatement(sql: "ROLLBACK TO change").execute()
            try database.cachedStatement(sql: "RELEASE change").execute()
            audit = auditBefore
            let failure = TokenStoreError(sqlite: error)
            return { change.fail(failure) }
        }
    }
}
