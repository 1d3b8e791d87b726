import OTPCore

extension TokenRecord {
    /// What a search is for.
    package enum Search: Sendable {
        case firstCode
        case laterCode
        case resynchronization
    }

    /// Looks a code up among those the device can have made by now.
    func find(
        _ presented: PresentedCode,
        _ search: Search,
        within windows: VerificationWindows,
        key: borrowing HMACKey
    ) -> CodeMatch {
        guard let hotp = self.hotp else { return .none }
        return self.candidates(search, at: presented.arrival, within: windows).find(
            presented.code,
            of: hotp,
            after: self.lastSpent,
            lastAccepted: self.lastAccepted,
            key: key
        )
    }

    /// Looks two consecutive codes up among those near the ones the device can have made by now.
    func find(
        _ first: Code,
        then presented: PresentedCode,
        within windows: VerificationWindows,
        key: borrowing HMACKey
    ) -> CodeMatch {
        guard let hotp = self.hotp else { return .none }
        return self.candidates(.resynchronization, at: presented.arrival, within: windows).find(
            first,
            then: presented.code,
            of: hotp,
            after: self.lastSpent,
            lastAccepted: self.lastAccepted,
            key: key
        )
    }

    /// What makes a code of a time step or counter, RFC 6238, section 4.2; never nil, for all its digits have been proved.
    private var hotp: HOTP? {
        switch self.movingFactor {
        case .time(let totp): try? HOTP(digits: totp.digits)
        case .counter(let hotp, first: _): hotp
        }
    }

    /// Where a search looks for a code.
    package func candidates(
        _ search: Search,
        at arrival: UnixTime,
        within windows: VerificationWindows
    ) -> CodeCandidates {
        let horizon = windows.horizon(of: search)
        let size = windows.searchSize(of: search)
        switch self.movingFactor {
        case .time(let totp):
            let steps = self.lastKnownClock(of: totp, windows)
                .steps(of: totp, at: arrival, bound: windows.bound(of: search), windows)
            // Before its epoch a device makes no code; the search is done all the same.
            return CodeCandidates(
                window: steps?.window ?? 0...0,
                expected: steps?.expected ?? 0,
                behind: horizon.behind,
                ahead: horizon.ahead,
                padding: size - horizon.behind - horizon.ahead,
                arePossible: steps != nil
            )
        case .counter:
            let lookAhead = windows.counterLookAhead(of: search)
            let next = self.lastSpent.map { $0.addingClamped(1) } ?? 0
            // Back only to know what is spent: most of the candidates lie ahead.
            let behind = windows.counterLookBehind(of: search)
            return CodeCandidates(
                window: next...next.addingClamped(UInt64(lookAhead)),
                expected: next,
                behind: behind,
                ahead: size - behind
            )
        }
    }

    /// The last position that does not count any more; counters before a device's first have been used up by its maker.
    private var lastSpent: UInt64? {
        switch self.movingFactor {
        case .time: self.lastAccepted
        case .counter(_, let first): self.lastAccepted ?? (first == 0 ? nil : first - 1)
        }
    }
}

extension VerificationWindows {
    /// How far from the expected code a right one may lie at most.
    fileprivate func bound(of search: TokenRecord.Search) -> LookAroundWindow {
        switch search {
        case .firstCode: self.firstCode
        case .laterCode: self.laterCodes
        case .resynchronization: LookAroundWindow(behind: self.resynchronization, ahead: self.resynchronization)
        }
    }

    /// How far around the expected code one is known as the device's own: later on twice as far as it may lie, so that a device
    /// out of sync can be told from a typo.
    fileprivate func horizon(of search: TokenRecord.Search) -> LookAroundWindow {
        let bound = self.bound(of: search)
        guard search == .laterCode else { return bound }
        return LookAroundWindow(behind: bound.behind * 2, ahead: bound.ahead * 2)
    }

    /// How many presses are forgiven a counter-based device, RFC 4226's *s*, section 7.4.
    fileprivate func counterLookAhead(of search: TokenRecord.Search) -> UInt32 {
        switch search {
        case .firstCode: self.firstCounterLookAhead
        case .laterCode, .resynchronization: self.laterCounterLookAhead
        }
    }

    fileprivate func counterLookBehind(of search: TokenRecord.Search) -> UInt32 {
        min(self.counterLookAhead(of: search), self.horizon(of: search).behind)
    }

    /// How many codes besides the expected one a search computes: what the wider one of the two kinds of device needs.
    ///
    /// Neither kind's window is cut to the other's.
    fileprivate func searchSize(of search: TokenRecord.Search) -> UInt32 {
        let lookAhead = self.counterLookAhead(of: search)
        let ahead =
            switch search {
            case .firstCode: lookAhead
            case .laterCode: lookAhead * 2
            case .resynchronization: max(lookAhead, self.resynchronization)
            }
        let horizon = self.horizon(of: search)
        return max(horizon.behind + horizon.ahead, self.counterLookBehind(of: search) + ahead)
    }
}

extension UInt64 {
    /// The sum, or the greatest number.
    fileprivate func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? UInt64.max : sum
    }
}
