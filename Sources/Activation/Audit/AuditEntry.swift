package import OTPCore

/// One decision as the audit trail keeps it: when, on what, about whom, asked by whom, and how it came out.
///
/// There is no place in it for a secret, a password or a code.
package struct AuditEntry: Equatable, Sendable {
    package let time: UnixTime
    package let event: AuditEvent
    package let reason: AuditReason
    package let serialNumber: SerialNumber?
    package let userID: UserID?
    package let caller: CallerID?

    package init(
        time: UnixTime,
        event: AuditEvent,
        reason: AuditReason,
        serialNumber: SerialNumber?,
        userID: UserID?,
        caller: CallerID?
    ) {
        self.time = time
        self.event = event
        self.reason = reason
        self.serialNumber = serialNumber
        self.userID = userID
        self.caller = caller
    }

    /// An entry about no device and no holder.
    package init(time: UnixTime, event: AuditEvent, reason: AuditReason, caller: CallerID?) {
        self.init(time: time, event: event, reason: reason, serialNumber: nil, userID: nil, caller: caller)
    }

    /// A holder is added, or the user ID is taken.
    package init(adding holder: HolderRecord, isNew: Bool, caller: CallerID?) {
        self.init(
            time: holder.createdAt,
            event: .holderAddition,
            reason: isNew ? .granted : .taken,
            serialNumber: nil,
            userID: holder.userID,
            caller: caller
        )
    }
}
