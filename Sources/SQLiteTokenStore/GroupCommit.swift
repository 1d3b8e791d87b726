import Activation
import GRDB
import Synchronization

/// Many changes in one transaction: those that come while another is being written to the disk share the next one.
///
/// A commit waits for the disk, and that takes as long for one decision as for a hundred. Nobody is answered before the commit
/// of all is durable.
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
    private let auditKey: AuditKey
    private let waiting = Mutex(Waiting())

    init(_ pool: DatabasePool, auditKey: AuditKey) {
        self.pool = pool
        self.auditKey = auditKey
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

    /// Makes all changes of a group or, if one of them cannot be made, each in a transaction of its own.
    private func commit(_ group: [Change], on database: Database) {
        var answers: [@Sendable () -> Void] = []
        answers.reserveCapacity(group.count)
        var isBegun = false
        var isCommitting = false
        do {
            try database.inTransaction(.immediate) {
                isBegun = true
                let tables = Tables(database: database)
                var audit = AuditTable(in: tables, key: self.auditKey)
                for change in group { answers.append(try change.apply(tables, &audit)) }
                isCommitting = true
                return .commit
            }
        } catch {
            guard group.count > 1, isBegun, !isCommitting else {
                let error = TokenStoreError(sqlite: error, isCommitting: isCommitting)
                for change in group { change.fail(error) }
                return
            }
            for change in group { self.commit([change], on: database) }
            return
        }
        for answer in answers { answer() }
    }
}
