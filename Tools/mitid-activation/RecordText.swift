import ActivationHTTP

/// Records as text for a person.
enum RecordText {
    static func lines(of authenticator: AuthenticatorAnswer) -> [String] {
        var lines = [
            "serial number  \(authenticator.serialNumber)",
            "kind           \(authenticator.kind)",
            "state          \(authenticator.state)",
        ]
        if let userID = authenticator.userID { lines.append("holder         \(userID)") }
        if let activatedAt = authenticator.activatedAt { lines.append("activated      \(activatedAt)") }
        lines.append("imported       \(authenticator.importedAt)")
        let codes = "\(authenticator.digits) digits, HMAC-\(authenticator.algorithm)"
        if let timeStep = authenticator.timeStep {
            lines.append("codes          \(codes), a new one every \(timeStep)")
            lines.append("clock offset   \(authenticator.clockOffset ?? "out of bounds")")
        } else {
            lines.append("codes          \(codes), a new one at every press")
        }
        return lines
    }

    static func lines(of holder: HolderAnswer) -> [String] {
        var lines = [
            "user ID        \(holder.userID)",
            "added          \(holder.createdAt)",
        ]
        for authenticator in holder.authenticators {
            lines.append("")
            lines += Self.lines(of: authenticator)
        }
        return lines
    }
}
