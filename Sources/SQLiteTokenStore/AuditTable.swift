import Activation
import TokenRows

/// The audit trail inside a transaction: one chain, for a file has one writer at a time.
///
/// The end of the chain is read once in a transaction, however many decisions share it.
struct AuditTable {
    static let chainName = "sqlite"

    private let tables: Tables
    private var chain: AuditChain?

    init(in tables: Tables) {
        self.tables = tables
    }

    mutating func append(_ entry: AuditEntry) throws {
        var chain = try self.chain ?? self.storedChain()
        let link = chain.append(entry)
        try self.tables.execute(StatementText.insertLink, AuditRow.values(link))
        self.chain = chain
    }

    private func storedChain() throws -> AuditChain {
        let last = try self.tables.rows(StatementText.lastLink) { try AuditRow.link($0) }.first
        return last.map { AuditChain(name: Self.chainName, after: $0) } ?? AuditChain(name: Self.chainName)
    }
}
