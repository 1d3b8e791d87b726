import OTPCore

extension TokenRecord {
    /// Which of the two windows a search uses.
    enum Search {
        case firstCode
        case laterCode
    }

    /// Looks a code up among those the device can have made by now.
    ///
    /// As many candidates are computed whatever is found and whatever is spent: the time tells nothing of it.
    func find(
        _ presented: PresentedCode,
        _ search: Search,
        within windows: VerificationWindows,
        key: borrowing HMACKey
    ) -> CodeMatch {
        switch self.movingFactor {
        case .time(let totp):
            let window = search == .firstCode ? windows.firstCode : windows.laterCodes
            return self.find(presented, of: totp, in: window, key: key)
        case .counter(let hotp, let first):
            let lookAhead = search == .firstCode ? windows.firstCounterLookAhead : windows.laterCounterLookAhead
            return self.find(presented.code, of: hotp, from: first, lookAhead: lookAhead, key: key)
        }
    }

    /// Notes that the code of `position` was right: it is spent, and it tells how far the device's clock is off.
    ///
    /// - Parameters:
    ///   - position: The time step or counter of the code.
    ///   - arrival: When it came in.
    ///   - steps: How many steps of difference are laid to typing and leave the clock offset at 0.
    mutating func spend(_ position: UInt64, at arrival: UnixTime, forgiving steps: UInt32) {
        self.lastAccepted = position
        guard case .time(let totp) = self.movingFactor, let step = try? totp.step(at: arrival.seconds) else { return }
        let offset = Int64(clamping: position) - Int64(clamping: step)
        self.clockOffset = offset.magnitude <= UInt64(steps) ? 0 : offset
    }

    private func find(
        _ presented: PresentedCode,
        of totp: TOTP,
        in window: LookAroundWindow,
        key: borrowing HMACKey
    ) -> CodeMatch {
        let expected = self.expectedStep(of: totp, at: presented.arrival)
        // Before its epoch a device has no step and makes no code; the search is done all the same.
        let center = expected ?? 0
        let fresh = totp.verify(presented.code, around: center, window: window, after: self.lastAccepted, key: key)
        let spent = self.isSpent(presented.code, of: totp, around: center, window: window, key: key)
        guard expected != nil else { return .none }
        if let fresh { return .fresh(fresh) }
        return spent ? .spent : .none
    }

    /// The part of the window that ``TOTP/verify(_:around:window:after:key:)`` left out.
    private func isSpent(
        _ code: Code,
        of totp: TOTP,
        around center: UInt64,
        window: LookAroundWindow,
        key: borrowing HMACKey
    ) -> Bool {
        guard let lastAccepted = self.lastAccepted else { return false }
        let first = center - min(center, UInt64(window.behind))
        let (last, isBeyond) = center.addingReportingOverflow(UInt64(window.ahead))
        let spentLast = min(isBeyond ? UInt64.max : last, lastAccepted)
        guard first <= spentLast else { return false }
        let spentWindow = LookAroundWindow(behind: UInt32(clamping: spentLast - first), ahead: 0)
        return totp.verify(code, around: spentLast, window: spentWindow, key: key) != nil
    }

    /// The time step the device's own clock should be in, nil before its epoch.
    private func expectedStep(of totp: TOTP, at arrival: UnixTime) -> UInt64? {
        guard let step = try? totp.step(at: arrival.seconds) else { return nil }
        let (sum, isOutside) =
            self.clockOffset < 0
            ? step.subtractingReportingOverflow(self.clockOffset.magnitude)
            : step.addingReportingOverflow(self.clockOffset.magnitude)
        return isOutside ? nil : sum
    }

    private func find(
        _ code: Code,
        of hotp: HOTP,
        from first: UInt64,
        lookAhead: UInt32,
        key: borrowing HMACKey
    ) -> CodeMatch {
        let next = self.nextCounter(after: first)
        let fresh = hotp.verify(code, counter: next ?? UInt64.max, lookAhead: lookAhead, key: key)
        // Looks back as far as ahead, at low counters into those to come, so that it always takes as long.
        let last = max(self.lastAccepted ?? 0, UInt64(lookAhead))
        let past = hotp.verify(code, in: last - UInt64(lookAhead)...last, nearest: 0, key: key)
        if next != nil, let fresh { return .fresh(fresh) }
        guard let past, let lastAccepted = self.lastAccepted else { return .none }
        return past <= lastAccepted ? .spent : .none
    }

    /// The lowest counter that may still count, nil when all are spent.
    private func nextCounter(after first: UInt64) -> UInt64? {
        guard let last = self.lastAccepted else { return first }
        return last == UInt64.max ? nil : max(first, last + 1)
    }
}
