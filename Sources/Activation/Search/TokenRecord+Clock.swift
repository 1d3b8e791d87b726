import OTPCore

extension TokenRecord {
    /// Where the device's clock was when it was last heard of.
    ///
    /// Before the first code that is when it was set, or, if nobody says when that was, when the device came in.
    func lastKnownClock(of totp: TOTP, _ windows: VerificationWindows) -> ClockEstimate {
        self.clock
            ?? ClockEstimate(
                setAt: self.manufacturedAt,
                importedAt: self.importedAt,
                offset: totp.length * self.clockOffset,
                windows
            )
    }

    /// Notes that the code of `position` was right: it is spent, and it tells how far the device's clock is off.
    ///
    /// - Parameters:
    ///   - position: The time step or counter of the code.
    ///   - arrival: When it came in.
    ///   - windows: How far the clock can have drifted.
    mutating func spend(_ position: UInt64, at arrival: UnixTime, _ windows: VerificationWindows) {
        self.lastAccepted = position
        self.stray = nil
        guard case .time(let totp) = self.movingFactor else { return }
        let clock = self.lastKnownClock(of: totp, windows).noting(step: position, of: totp, at: arrival, windows)
        self.clock = clock
        self.clockOffset = clock.isRightPossible ? 0 : clock.middle.rounded(to: totp.length)
    }

    /// The match, with a code out of the window that follows another one taken for what it says.
    func resolved(_ match: CodeMatch, at arrival: UnixTime, _ windows: VerificationWindows) -> CodeMatch {
        guard case .stray(let position, by: _) = match, self.followsStray(position, at: arrival, windows) else {
            return match
        }
        return .consecutive(position)
    }

    private func followsStray(_ position: UInt64, at arrival: UnixTime, _ windows: VerificationWindows) -> Bool {
        guard let stray = self.stray, position > stray.position, stray.arrival <= arrival else { return false }
        switch self.movingFactor {
        case .counter:
            return position == stray.position + 1
        case .time(let totp):
            guard arrival - stray.arrival <= windows.strayLifetime else { return false }
            let first = ClockEstimate(step: stray.position, of: totp, at: stray.arrival, windows)
            let second = ClockEstimate(step: position, of: totp, at: arrival, windows)
            return first.agrees(with: second, windows)
        }
    }
}

extension Milliseconds {
    /// How many times a length goes into it, to the nearest.
    fileprivate func rounded(to length: Milliseconds) -> Int64 {
        let half = self.count < 0 ? Milliseconds(-(length.count / 2)) : Milliseconds(length.count / 2)
        return (self + half).count / length.count
    }
}
