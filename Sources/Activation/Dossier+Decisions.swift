package import OTPCore

extension Dossier {
    /// Decides an activation: unknown or taken serial numbers take as long as a wrong code.
    ///
    /// - Parameters:
    ///   - request: Who wants which device, with what code.
    ///   - passwordIsRight: Whether the holder's password was given; hashing it takes too long to be done in here.
    ///   - windows: How far the code may be off.
    ///   - key: The device's key, or the store's decoy for a device it does not know.
    /// - Returns: The decision; only a right code with the right password changes the records.
    package mutating func activate(
        _ request: ActivationRequest,
        passwordIsRight: Bool,
        windows: VerificationWindows,
        key: borrowing HMACKey
    ) -> ActivationDecision {
        let presented = request.presented
        let match = (self.token ?? .decoy)?.find(presented, .firstCode, within: windows, key: key) ?? .none
        guard let holder = self.holder else { return .refused(.unknownHolder) }
        guard passwordIsRight else { return .refused(.wrongPassword) }
        guard var token = self.token else { return .refused(.unknownSerialNumber) }
        let decision = token.activate(
            for: holder.userID,
            holding: self.held,
            match: match,
            at: presented.arrival,
            windows: windows
        )
        self.token = token
        return decision
    }

    /// Decides on a later code; takes as long for a device nobody knows.
    package mutating func verify(
        _ presented: PresentedCode,
        windows: VerificationWindows,
        key: borrowing HMACKey
    ) -> VerificationDecision {
        let match = (self.token ?? .decoy)?.find(presented, .laterCode, within: windows, key: key) ?? .none
        guard var token = self.token else { return .refused(.unknownDevice) }
        let decision = token.verify(match: match, at: presented.arrival)
        self.token = token
        return decision
    }
}
