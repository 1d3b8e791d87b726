import ActivationHTTP
import HTTPService

/// Entries of the audit trail as lines for a person.
enum AuditText {
    static func lines(of page: AuditPageAnswer, naming isNamed: Bool) -> [String] {
        var lines = page.entries.map { Self.line(of: $0) }
        if isNamed, let chain = page.chain { lines.insert("chain \(chain)", at: 0) }
        if let next = page.next { lines.append("more: --after \(next)") }
        return lines
    }

    private static func line(of entry: AuditLinkAnswer) -> String {
        var parts = ["\(entry.number)", entry.time, entry.event, entry.reason]
        if let serialNumber = entry.serialNumber { parts.append("device=\(LogText.quoted(serialNumber))") }
        if let userID = entry.userID { parts.append("user=\(LogText.quoted(userID))") }
        if let caller = entry.caller { parts.append("caller=\(LogText.quoted(caller))") }
        return parts.joined(separator: "  ")
    }
}
