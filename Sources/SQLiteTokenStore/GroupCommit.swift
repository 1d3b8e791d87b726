import Activation
import GRDB
import Synchronization
import TokenRows

/// Many changes in one transaction: those that come while another is being written to the disk share the next one.
///
/// A commit waits for the disk, and that takes as long for one decision as for a hundred. Nobody is answered before the commit
/// of all is durable. A change whose client waits no longer is refused and not made.
final class GroupCommit: Sendable {
    /// What is to be done inside a transaction; it gives back how to tell who waits, once that is durable.
    private struct Change: Sendable {
        /// The arrival of its request.
        let arrival: ContinuousClock.Instant
        let apply: @Sendable (Tables, inout AuditTable) throws -> @Sendable () -> Void
        let fail: @Sendable (TokenStoreError) -> Void
    }

    /// So many changes share one transaction at most: those behind them wait no longer than they must.
    private static let limit = 256

    private let pool: DatabasePool
    private let patience: StorePatience
    /// Nil in a store that is only read, where nothing is committed.
    private let auditKey: AuditKey?
    private let waiting: WaitingWork<Change>
    private let isBeingWorkedOff = Mutex(false)

    init(_ pool: DatabasePool, _ patience: StorePatience, auditKey: AuditKey?) {
        self.pool = pool
        self.patience = patience
        self.auditKey = auditKey
        self.waiting = WaitingWork(patience)
    }

    /// Makes a change, and returns when it is on the disk; it is made whether or not anyone still waits for its answer.
    ///
    /// - Parameters:
    ///   - isFirst: Whether it goes before all other changes.
    ///   - body: The change.
    /// - Returns: What `body` returned.
    /// - Throws: ``Activation/TokenStoreError``.
    func perform<Answer: Sendable>(
        isFirst: Bool = false,
        _ body: @escaping @Sendable (Tables, inout AuditTable) throws -> Answer
    ) async throws(TokenStoreError) -> Answer {
        let arrival = StorePatience.currentArrival
        let result = await withCheckedContinuation {
            (answer: CheckedContinuation<Result<Answer, TokenStoreError>, Never>) in
            let change = Change(
                arrival: arrival,
                apply: { tables, audit in
                    let value = try body(tables, &audit)
                    return { answer.resume(returning: .success(value)) }
                },
                fail: { answer.resume(returning: .failure($0)) }
            )
            let mustBegin = self.isBeingWorkedOff.withLock { isBeingWorkedOff in
                _ = self.waiting.append(change, arrival: arrival, isFirst: isFirst, refuse: change.fail)
                defer { isBeingWorkedOff = true }
                return !isBeingWorkedOff
            }
            guard mustBegin else { return }
            self.pool.asyncWriteWithoutTransaction { database in self.workOff(on: database) }
        }
        return try result.get()
    }

    /// Goes on until nothing waits.
    private func workOff(on database: Database) {
        while true {
            let group = self.isBeingWorkedOff.withLock { isBeingWorkedOff in
                let group = self.waiting.take { _, _, count in count < Self.limit }
                isBeingWorkedOff = !group.isEmpty
                return group
            }
            guard !group.isEmpty else { return }
            self.commit(group, on: database)
        }
    }

    /// Makes all changes of a group or, if one of them cannot be made, each in a transaction of its own.
    private func commit(_ group: [Change], on database: Database) {
        var group = group
        var answers: [@Sendable () -> Void] = []
        answers.reserveCapacity(group.count)
        var isBegun = false
        var isCommitting = false
        do {
            try database.inTransaction(.immediate) {
                isBegun = true
                // The lock may have been with another process for long.
                self.refuseLate(&group)
                let tables = Tables(database: database)
                guard let auditKey = self.auditKey else {
                    throw TokenStoreError.unavailable(reason: "the store was opened for reading")
                }
                var audit = AuditTable(in: tables, key: auditKey)
                for change in group { answers.append(try change.apply(tables, &audit)) }
                try audit.seal()
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

    private func refuseLate(_ group: inout [Change]) {
        let now = ContinuousClock.now
        let late = group.filter { self.patience.isOver(forArrival: $0.arrival, at: now) }
        guard !late.isEmpty else { return }
        group.removeAll { self.patience.isOver(forArrival: $0.arrival, at: now) }
        for change in late { change.fail(.waitedTooLong) }
    }
}
