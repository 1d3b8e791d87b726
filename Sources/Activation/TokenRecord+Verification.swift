extension TokenRecord {
    /// Accepts a code of an active device once.
    ///
    /// - Parameters:
    ///   - match: Where the code was found.
    ///   - arrival: When it came in.
    ///   - bySerialNumber: Whether the device was named by what is printed on it.
    ///   - throttles: How many tries there are.
    /// - Returns: The decision; what it changes but for the count of tries, it changes only if the code is accepted.
    mutating func verify(
        match: CodeMatch,
        at arrival: UnixTime,
        bySerialNumber: Bool,
        _ throttles: ThrottlePolicy
    ) -> VerificationDecision {
        guard case .active(let holder, since: _) = self.state else { return .refused(.notActive) }
        if let block = self.block(at: arrival) { return .refused(.blocked(block)) }
        switch match {
        case .none:
            let block = self.wrongCode(bySerialNumber: bySerialNumber, at: arrival, throttles)
            return .refused(block.map { .lastWrongCode($0) } ?? .wrongCode)
        case .spent:
            return .refused(.spentCode)
        case .fresh(let position):
            // RFC 6238, section 6: the difference is noted at every code, and the next window stands around it.
            self.spend(position, at: arrival, forgiving: 0)
            self.rightCode()
            return .accepted(self, holder: holder)
        }
    }
}
