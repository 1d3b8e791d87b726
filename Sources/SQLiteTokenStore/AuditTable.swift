import Activation
import TokenRows

/// The audit trail inside a transaction: one chain, for a file has one writer at a time.
///
/// The end of the chain is read once in a transaction, however many decisions share it.
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

    private func storedChain() throws -> AuditChain {
        let last = try self.tables.rows(StatementText.lastLink) { try AuditRow.link($0) }.first
        return last.map { AuditChain(name: Self.chainName, after: $0, key: self.key) }
            ?? AuditChain(name: Self.chainName, key: self.key)
    }

    /// The stored key of the trail; made if there is none, beside the entries that are there already.
    static func key(in tables: Tables, from keyFile: SealingKeyFile) throws -> AuditKey {
        if let stored = try tables.rows(StatementText.auditKey, [], { try SealedAuditKey($0) }).first {
            return try stored.key(from: keyFile)
        }
        try tables.proveSealing(keyFile.keys.activeID, keyFile)
        let last = try tables.rows(StatementText.lastLink) { try AuditRow.link($0) }.first
        let older = last.map { [Self.chainName: $0.number &+ 1] } ?? [:]
        let fresh = try SealedAuditKey(newBesides: older, under: keyFile.keys)
        try tables.execute(StatementText.insertAuditKey, [.integer(fresh.keyID), .bytes(fresh.bytes)])
        return try fresh.key(from: keyFile)
    }
}
