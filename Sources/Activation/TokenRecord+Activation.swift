extension TokenRecord {
    /// Binds a device in stock to its holder, if the code is one it can have made and the holder may have it.
    ///
    /// The holding rules, confirmed by mitid.dk: one display at a time, display and reader never together. They are looked at last, so
    /// that only who has everything right learns of them; the code is spent by then, because it has been confirmed.
    ///
    /// - Parameters:
    ///   - userID: The holder, known and with the right password.
    ///   - held: The devices the holder has.
    ///   - match: Where the code was found.
    ///   - arrival: When it came in.
    ///   - windows: What is laid to typing.
    /// - Returns: The decision; the record is changed only if the code was right.
    mutating func activate(
        for userID: UserID,
        holding held: [TokenRecord],
        match: CodeMatch,
        at arrival: UnixTime,
        windows: VerificationWindows
    ) -> ActivationDecision {
        guard case .inStock = self.state else { return .refused(.taken) }
        switch match {
        case .none:
            return .refused(.wrongCode)
        case .spent:
            return .refused(.spentCode)
        case .fresh(let position):
            self.spend(position, at: arrival, forgiving: windows.typingDelay)
            if let other = held.first(where: { self.kind.isExcluded(by: $0.kind) }) {
                return .refused(.holdingRule(held: other.kind))
            }
            self.state = .active(holder: userID, since: arrival)
            return .activated(self)
        }
    }
}
