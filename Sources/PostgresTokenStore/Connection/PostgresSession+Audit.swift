import Activation
import TokenRows

extension Statements {
    /// Appends entries to a chain, and seals its new end.
    static func append(_ entries: [AuditEntry], to chain: inout AuditChain) -> [PostgresCommand] {
        guard !entries.isEmpty else { return [] }
        let name = ColumnValue.text(chain.name)
        var commands = entries.map { entry in
            self.insertAudit.with([name] + AuditRow.values(chain.append(entry)))
        }
        if let seal = chain.seal { commands.append(self.updateSeal.with([name] + AuditSealRow.values(seal))) }
        return commands
    }
}

/// The key of the audit trail, and the chains that it ties.
extension PostgresSession {
    /// The sealed key, asked for by one of the two statements for it.
    mutating func sealedAuditKey(_ question: PostgresStatement) throws -> SealedAuditKey {
        try SealedAuditKey(try self.run([question.with()])[0].first.map { try $0.secret(from: 0) })
    }

    /// Makes the key of the trail if there is none yet, beside the entries that are there already.
    mutating func makeAuditKey() throws {
        guard try self.sealedAuditKey(Statements.auditKey).isPending else { return }
        let keys = self.keyFile.keys
        _ = try self.begin([])
        try PostgresStore.proveSealing(keys.activeID, self.keyFile, &self)
        // Another node may have made it meanwhile.
        guard try self.sealedAuditKey(Statements.lockAuditKey).isPending else { return try self.abandon() }
        guard try self.run([Statements.chainWriters.with()])[0].first?.integer(at: 0) == 0 else {
            throw TokenStoreError.unavailable(
                reason: "a node of an earlier release still writes to the audit trail: end all of them first"
            )
        }
        var ends: [AuditChain] = []
        for row in try self.run([Statements.chains.with()])[0] {
            let name = try row.text(at: 0).orDamaged("chain")
            guard let last = try self.lastLink(of: name) else { continue }
            ends.append(AuditChain(name: name, nextNumber: last.number &+ 1, head: last.hash))
        }
        let fresh = try SealedAuditKey(
            newBesides: ends.map { AuditKey.Chain(name: $0.name, firstNumber: $0.nextNumber) },
            under: keys
        )
        let key = try fresh.key(from: self.keyFile)
        _ = try self.commit([Self.update(fresh)] + ends.map { Self.insert(AuditSeal(of: $0, with: key), of: $0.name) })
    }

    /// Seals the key of the trail under the active key.
    mutating func resealAuditKey() throws {
        let keys = self.keyFile.keys
        _ = try self.begin([])
        try PostgresStore.proveSealing(keys.activeID, self.keyFile, &self)
        let stored = try self.sealedAuditKey(Statements.lockAuditKey)
        guard let resealed = try stored.resealed(under: keys, from: self.keyFile) else { return try self.abandon() }
        _ = try self.commit([Self.update(resealed)])
    }

    /// The end of a chain that only this session writes.
    mutating func storedChain(_ name: String) throws -> AuditChain {
        let key = try self.sealedAuditKey(Statements.auditKey).key(from: self.keyFile)
        if !key.chains.contains(where: { $0.name == name }) { try self.beginChain(name, key) }
        let seal = try self.run([Statements.auditSeal.with([.text(name)])])[0].first
        return AuditChain(
            continuing: name,
            after: try self.lastLink(of: name),
            seal: seal.flatMap { AuditSealRow.seal($0) },
            key: key
        )
    }

    /// Notes beside the key that there is a chain from now on, and seals it while it is empty.
    private mutating func beginChain(_ name: String, _ key: AuditKey) throws {
        let keys = self.keyFile.keys
        _ = try self.begin([])
        try PostgresStore.proveSealing(keys.activeID, self.keyFile, &self)
        let stored = try self.sealedAuditKey(Statements.lockAuditKey)
        let noted = try stored.adding(AuditKey.Chain(name: name), under: keys, from: self.keyFile)
        var commands = [Self.update(noted)]
        // A chain that has entries, or had a seal, was begun before: it gets no new seal.
        if try self.lastLink(of: name) == nil {
            commands.append(Self.insert(AuditSeal(of: AuditChain(name: name), with: key), of: name))
        }
        // Not the commit of a decision: if its outcome is unknown, the transaction is repeated.
        _ = try self.run(commands + [PostgresStatement.commit.with()])
    }

    private mutating func lastLink(of name: String) throws -> (number: UInt64, hash: AuditHash)? {
        try self.run([Statements.lastLink.with([.text(name)])])[0].first.map { try AuditRow.end($0) }
    }

    private static func update(_ key: SealedAuditKey) -> PostgresCommand {
        Statements.updateAuditKey.with([.integer(key.keyID), .bytes(key.bytes)])
    }

    private static func insert(_ seal: AuditSeal, of chain: String) -> PostgresCommand {
        Statements.insertSeal.with([.text(chain)] + AuditSealRow.values(seal))
    }
}
