import Activation
import Foundation
import GRDB
import OTPCore

/// The audit trail inside a transaction: one chain, for a file has one writer at a time.
struct AuditTable {
    static let chainName = "sqlite"

    let database: Database

    func append(_ entry: AuditEntry) throws {
        var chain =
            try self.last().map { AuditChain(name: Self.chainName, after: $0) } ?? AuditChain(name: Self.chainName)
        let link = chain.append(entry)
        let statement = try self.database.cachedStatement(
            sql: """
                INSERT INTO audit (number, at, event, reason, serial_number, user_id, caller, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        let hash = link.hash.withBytes { bytes in Data(bytes.indices.map { bytes[$0] }) }
        try statement.execute(
            arguments: [
                Int64(bitPattern: link.number), entry.time.milliseconds, entry.event.name, entry.reason.name,
                entry.serialNumber?.text, entry.userID?.text, entry.caller?.text, hash,
            ]
        )
    }

    func links(from number: Int64, limit: Int) throws -> [AuditLink] {
        try self.links("WHERE number >= ? ORDER BY number LIMIT ?", [number, max(0, limit)])
    }

    private func last() throws -> AuditLink? {
        try self.links("ORDER BY number DESC LIMIT 1", []).first
    }

    private func links(_ condition: String, _ arguments: StatementArguments) throws -> [AuditLink] {
        let statement = try self.database.cachedStatement(
            sql: "SELECT number, at, event, reason, serial_number, user_id, caller, hash FROM audit \(condition)"
        )
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            let number: Int64 = row[0]
            do {
                return AuditLink(
                    number: UInt64(bitPattern: number),
                    entry: AuditEntry(
                        time: UnixTime(milliseconds: row[1]),
                        event: try AuditEvent(name: row[2]).orDamaged("event"),
                        reason: try AuditReason(name: row[3]).orDamaged("reason"),
                        serialNumber: try (row[4] as String?).map { try SerialNumber($0) },
                        userID: try (row[5] as String?).map { try UserID($0) },
                        caller: (row[6] as String?).map { CallerID($0) }
                    ),
                    hash: try AuditHash([UInt8](row[7] as Data).span).orDamaged("hash")
                )
            } catch {
                throw TokenStoreError.damaged(reason: "entry \(number) of the audit trail makes no sense")
            }
        }
    }
}
