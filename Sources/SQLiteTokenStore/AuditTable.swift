import Activation
import TokenRows

/// The audit trail inside a transaction: one chain, for a file has one writer at a time.
///
/// The end of the chain is read once in a transaction, and sealed once, however many decisions share it.
struct AuditTable {
    static let chainName = "sqlite"

    private let tables: Tables
    private let key: AuditKey
    private var chain: AuditChain?

    init(in tables: Tables, key: AuditKey) {
        self.tables = tables
        self.key = key
    }

    mutating func append(_ entry: AuditEntry) throws {
        var chain = try self.chain ?? self.storedChain()
        let link = chain.append(entry)
        try self.tables.execute(StatementText.insertLink, AuditRow.values(link))
        self.chain = chain
    }

    /// Seals the end of the chain; called before the commit.
    func seal() throws {
        guard let seal = self.chain?.seal else { return }
        // A seal that was removed is not written again: its absence shows that.
        try self.tables.execute(StatementText.updateSeal, AuditSealRow.values(seal) + [.text(Self.chainName)])
    }

    private func storedChain() throws -> AuditChain {
        AuditChain(
            continuing: Self.chainName,
            after: try self.tables.lastLink(),
            seal: try self.tables.auditSeal(of: Self.chainName),
            key: self.key
        )
    }
}

extension Tables {
    /// The stored key of the trail; made if there is none yet, beside the entries that are there already.
    func auditKey(from keyFile: SealingKeyFile) throws -> AuditKey {
        let stored = try self.sealedAuditKey()
        guard stored.isPending else { return try stored.key(from: keyFile) }
        let keys = keyFile.keys
        try self.proveSealing(keys.activeID, keyFile)
        let last = try self.lastLink()
        let chain = AuditKey.Chain(name: AuditTable.chainName, firstNumber: last.map { $0.number &+ 1 } ?? 0)
        let fresh = try SealedAuditKey(newBesides: [chain], under: keys)
        try self.store(fresh)
        let key = try fresh.key(from: keyFile)
        let end = last.map { AuditChain(name: chain.name, nextNumber: chain.firstNumber, head: $0.hash) }
        let seal = AuditSeal(of: end ?? AuditChain(name: chain.name), with: key)
        try self.execute(StatementText.insertSeal, AuditSealRow.values(seal) + [.text(chain.name)])
        return key
    }

    func sealedAuditKey() throws -> SealedAuditKey {
        try SealedAuditKey(try self.rows(StatementText.auditKey, [], { try $0.secret(from: 0) }).first)
    }

    func store(_ key: SealedAuditKey) throws {
        try self.execute(StatementText.updateAuditKey, [.integer(key.keyID), .bytes(key.bytes)])
    }

    func auditSeal(of chain: String) throws -> AuditSeal? {
        try self.rows(StatementText.auditSeal, [.text(chain)]) { AuditSealRow.seal($0) }.first ?? nil
    }

    fileprivate func lastLink() throws -> (number: UInt64, hash: AuditHash)? {
        try self.rows(StatementText.lastLink) { try AuditRow.end($0) }.first
    }
}
