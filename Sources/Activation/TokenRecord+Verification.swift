extension TokenRecord {
    /// Accepts a code of an active device once.
    ///
    /// - Parameters:
    ///   - match: Where the code was found.
    ///   - arrival: When it came in.
    /// - Returns: The decision; the record is changed only if the code is accepted.
    mutating func verify(match: CodeMatch, at arrival: UnixTime) -> VerificationDecision {
        guard case .active(let holder, since: _) = self.state else { return .refused(.notActive) }
        switch match {
        case .none:
            return .refused(.wrongCode)
        case .spent:
            return .refused(.spentCode)
        case .fresh(let position):
            // RFC 6238, section 6: the difference is noted at every code, and the next window stands around it.
            self.spend(position, at: arrival, forgiving: 0)
            return .accepted(self, holder: holder)
        }
    }
}
