import OTPCore

extension Dossier {
    /// When the caller may try again; nil if now.
    func callerThrottledUntil(at time: UnixTime, _ throttles: ThrottlePolicy) -> UnixTime? {
        self.caller?.wrongTries.nextTry(at: time, throttles.callers)
    }

    /// Counts a wrong try against whoever made it, whatever device and holder it was about.
    mutating func countAgainstCaller(at time: UnixTime, _ throttles: ThrottlePolicy) {
        self.caller?.wrongTries.fill(at: time, throttles.callers)
    }

    /// Leaves the entry of a decision, with all that is known of whom it was about.
    mutating func note(
        _ event: AuditEvent,
        _ reason: AuditReason,
        serialNumber: SerialNumber? = nil,
        userID: UserID? = nil,
        at time: UnixTime
    ) {
        var serialNumber = serialNumber ?? self.token?.serialNumber
        var userID = userID ?? self.token?.holder
        switch self.subject {
        case .device(let asked): serialNumber = asked
        case .holder(let asked), .enrollment(let asked, _): userID = asked
        case .activation, .caller: break
        }
        self.entry = AuditEntry(
            time: time,
            event: event,
            reason: reason,
            serialNumber: serialNumber,
            userID: userID,
            caller: self.caller?.id
        )
    }
}
