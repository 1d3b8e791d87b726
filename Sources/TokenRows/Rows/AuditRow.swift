package import Activation
import OTPCore

/// A link of the audit trail as columns.
package enum AuditRow {
    /// In the order in which ``link(_:)`` reads them and ``values(_:)`` gives them.
    package static let columns = ["number", "at", "event", "reason", "serial_number", "user_id", "caller", "hash"]

    package static func link(_ row: some StoredRow) throws(TokenStoreError) -> AuditLink {
        let number = try row.integer(at: 0).orDamaged("number")
        do {
            return AuditLink(
                number: UInt64(bitPattern: number),
                entry: AuditEntry(
                    time: try row.time(at: 1).orDamaged("at"),
                    event: try row.text(at: 2).flatMap { AuditEvent(name: $0) }.orDamaged("event"),
                    reason: try row.text(at: 3).flatMap { AuditReason(name: $0) }.orDamaged("reason"),
                    serialNumber: try row.text(at: 4).map { try SerialNumber($0) },
                    userID: try row.text(at: 5).map { try UserID($0) },
                    caller: row.text(at: 6).map { CallerID($0) }
                ),
                hash: try row.hash(at: 7).orDamaged("hash")
            )
        } catch {
            throw TokenStoreError.damaged(reason: "entry \(number) of the audit trail makes no sense")
        }
    }

    /// The number and the hash of a chain's last link, which is all that the next one needs.
    package static func end(_ row: some StoredRow) throws(TokenStoreError) -> (number: UInt64, hash: AuditHash) {
        let number = try row.integer(at: 0).orDamaged("number")
        return (UInt64(bitPattern: number), try row.hash(at: 1).orDamaged("hash"))
    }

    package static func values(_ link: AuditLink) -> [ColumnValue] {
        let entry = link.entry
        return [
            .integer(Int64(bitPattern: link.number)), .integer(entry.time.milliseconds), .text(entry.event.name),
            .text(entry.reason.name), ColumnValue(entry.serialNumber?.text), ColumnValue(entry.userID?.text),
            ColumnValue(entry.caller?.text), .hash(link.hash),
        ]
    }
}
