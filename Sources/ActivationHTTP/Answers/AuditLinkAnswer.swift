package import Activation
import OTPCore
import TimeText

/// An entry of the audit trail as interfaces show it: who, what, when, how it came out and why.
package struct AuditLinkAnswer: Encodable, Sendable {
    package let number: UInt64
    package let time: String
    package let event: String
    package let granted: Bool
    package let reason: String
    package let serialNumber: String?
    package let userID: String?
    package let caller: String?
    /// SHA-256, which ties the entry to all before it, in hexadecimal.
    package let hash: String

    package init(_ link: AuditLink) {
        let entry = link.entry
        self.number = link.number
        self.time = RFC3339.text(milliseconds: entry.time.milliseconds)
        self.event = entry.event.name
        self.granted = entry.reason.isGranted
        self.reason = entry.reason.name
        self.serialNumber = entry.serialNumber?.text
        self.userID = entry.userID?.text
        self.caller = entry.caller?.text
        self.hash = link.hash.hexadecimal
    }
}
