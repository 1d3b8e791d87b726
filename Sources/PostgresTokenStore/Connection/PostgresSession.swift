import Activation
import Foundation
import TokenRows

/// A connection that comes back: what one thread of the pool does its transactions on.
struct PostgresSession: ~Copyable {
    /// How often a transaction is begun that others keep from ending.
    private static var attemptLimit: Int { 20 }

    /// How often the partitions of the audit trail are looked at, in seconds.
    private static var partitionInterval: TimeInterval { 86_400 }

    let patience: StorePatience

    private let address: PostgresAddress
    private let limits: PostgresLimits
    let keyFile: SealingKeyFile
    private var connection: PostgresConnection?
    private var isCommitting = false

    /// The class of this transaction's statements.
    private var answer = PostgresAnswer.short

    /// The arrival of the request that limits connecting.
    private var arrival = ContinuousClock.now

    /// Set after a server took no changes: `target_session_attrs=any` is then treated as `read-write`.
    private var mustTakeChanges = false

    /// The chain of the audit trail that is this session's alone, as long as the connection lasts.
    private var chain: AuditChain?

    /// When this session last saw to the partitions of the audit trail.
    private var partitionsSeenTo = Date.distantPast

    init(
        _ address: PostgresAddress,
        _ patience: StorePatience,
        _ limits: PostgresLimits,
        _ keyFile: SealingKeyFile
    ) {
        self.address = address
        self.patience = patience
        self.limits = limits
        self.keyFile = keyFile
    }

    /// Does one transaction: the closure calls ``begin(_:)`` first and ``commit(_:)`` last.
    ///
    /// It runs again if the server undid the transaction because of others, or the connection was lost before its commit was
    /// asked for. If the connection is lost while the answer to the commit is awaited, or the server warns during the commit, the
    /// outcome is unknown: that is an error, and no code may be reported as accepted.
    ///
    /// - Parameters:
    ///   - arrival: The arrival of the request; the transaction is repeated while its client waits.
    ///   - answer: How long each answer of the server may take.
    ///   - body: The transaction.
    /// - Returns: What `body` returned.
    /// - Throws: ``Activation/TokenStoreError``.
    mutating func transaction<Result>(
        arrival: ContinuousClock.Instant,
        _ answer: PostgresAnswer,
        _ body: (inout PostgresSession) throws -> Result
    ) throws(TokenStoreError) -> Result {
        self.answer = answer
        self.seek(until: arrival)
        var attempt = 0
        while true {
            attempt += 1
            self.isCommitting = false
            do {
                return try body(&self)
            } catch let error as PostgresError {
                let mayTryAgain = attempt < Self.attemptLimit && !self.patience.isOver(forArrival: arrival)
                if error.endsConnection {
                    self.mustTakeChanges = self.mustTakeChanges || error.isReadOnly
                    self.disconnect()
                    if self.isCommitting, error.kind == .disconnected {
                        throw .outcomeUnknown(reason: "the connection was lost during a commit: \(error.message)")
                    }
                    guard error.kind != .uncertain else { throw TokenStoreError(error) }
                } else {
                    self.rollBack()
                }
                guard mayTryAgain, error.isPassing || error.endsConnection else { throw TokenStoreError(error) }
            } catch let error as TokenStoreError {
                self.rollBack()
                throw error
            } catch is TransactionOvertaken where attempt < Self.attemptLimit {
                self.rollBack()
            } catch {
                self.rollBack()
                throw .unavailable(reason: "\(type(of: error))")
            }
            Self.pause(after: attempt)
        }
    }

    /// Sets the request that limits connecting.
    mutating func seek(until arrival: ContinuousClock.Instant) {
        self.arrival = arrival
    }

    /// Whether the session was usable when it was last used.
    var isConnected: Bool { self.connection != nil }

    /// Begins a transaction and runs its first statements, in one round trip.
    mutating func begin(_ commands: [PostgresCommand]) throws(PostgresError) -> [[PostgresRow]] {
        try Array(self.run([PostgresStatement.begin.with()] + commands).dropFirst())
    }

    /// Runs statements.
    mutating func run(_ commands: [PostgresCommand]) throws(PostgresError) -> [[PostgresRow]] {
        if self.connection == nil { self.connection = try self.connect() }
        guard let answers = try self.connection?.run(commands, self.answer) else {
            throw PostgresError(kind: .disconnected, message: "there is no connection")
        }
        return answers
    }

    /// Runs the last statements and commits, in one round trip.
    mutating func commit(_ commands: [PostgresCommand] = []) throws(PostgresError) -> [[PostgresRow]] {
        self.isCommitting = true
        return try Array(self.run(commands + [PostgresStatement.commit.with()]).dropLast())
    }

    /// The end of the chain this session writes: the first one that nobody else does.
    mutating func auditChain() throws -> AuditChain {
        if let chain = self.chain { return chain }
        var number: Int64 = 1
        while try self.run([Statements.takeChain.with([.integer(number)])])[0].first?.integer(at: 0) != 1 {
            number += 1
        }
        let name = "postgres-\(number)"
        let chain = try self.storedChain(name)
        self.chain = chain
        return chain
    }

    /// Once a day, sees to it that the audit trail has partitions for a year to come, however long the service runs.
    mutating func seeToPartitions() {
        let now = Date()
        guard now.timeIntervalSince(self.partitionsSeenTo) > Self.partitionInterval else { return }
        self.partitionsSeenTo = now
        // Without them entries go into the table for the rest: no reason to refuse a decision.
        try? Schema.makeAuditPartitions(&self)
    }

    /// A link was appended, and is on the disk.
    mutating func appended(to chain: AuditChain) {
        self.chain = chain
    }

    /// Runs a script, outside of a transaction unless it begins one.
    mutating func run(script: String) throws(PostgresError) {
        if self.connection == nil { self.connection = try self.connect() }
        try self.connection?.run(script: script, self.answer)
    }

    /// Throws unless the server takes decisions now.
    mutating func checkServer() throws(PostgresError) {
        let state = try self.run([ServerState.question.with()])[0].first.map { ServerState($0) }
        guard let objection = state?.objection(to: .readWrite) else { return }
        throw PostgresError(kind: .unfit, message: objection)
    }

    /// Rolls the transaction back.
    mutating func abandon() throws(PostgresError) {
        _ = try self.run([PostgresStatement.rollback.with()])
    }

    /// Connects, repeatedly with increasing pauses, while the client waits.
    private func connect() throws(PostgresError) -> PostgresConnection {
        let target = self.mustTakeChanges && self.address.target == .any ? .readWrite : self.address.target
        var attempt = 0
        // The last attempt may end before all servers were tried; the error of the one before names all of them.
        var failure: PostgresError?
        while true {
            do throws(PostgresError) {
                return try PostgresConnection.open(self.address, target, self.limits) {
                    self.patience.deadline(ofArrival: self.arrival) - .now
                }
            } catch {
                attempt += 1
                guard !error.isFinal else { throw error }
                guard !self.patience.isOver(forArrival: self.arrival) else { throw failure ?? error }
                failure = error
            }
            Self.pause(after: attempt)
        }
    }

    private mutating func rollBack() {
        do {
            _ = try self.connection?.run([PostgresStatement.rollback.with()], .short)
        } catch {
            self.disconnect()
        }
    }

    private mutating func disconnect() {
        self.connection = nil
        self.chain = nil
    }

    /// A few milliseconds at first and up to a second later on, a little different each time, so that two that were in each
    /// other's way do not meet again.
    private static func pause(after attempt: Int) {
        let longest = min(0.005 * Double(1 << min(attempt, 10)), 1)
        Thread.sleep(forTimeInterval: Double.random(in: longest / 2...longest))
    }
}

/// What a transaction was about to decide on has been changed by another since it was looked up: it begins anew.
struct TransactionOvertaken: Error {}
