import OTPCore

/// Which time steps or counters a code is looked for in.
///
/// There are always as many candidates as the configured windows have, whatever is known of the device: a refusal takes as long
/// for a device whose window is narrow as for one nobody knows.
package struct CodeCandidates: Equatable, Sendable {
    /// A right code is accepted in here.
    package let window: ClosedRange<UInt64>

    /// It is known as the device's own in here, which holds the window.
    package let horizon: ClosedRange<UInt64>

    /// The likeliest of all.
    package let expected: UInt64

    /// Whether the device makes any of these codes by now.
    package let arePossible: Bool

    /// - Parameters:
    ///   - window: Where a right code is accepted; what lies outside the horizon is left out.
    ///   - expected: The likeliest position.
    ///   - behind: How far the horizon reaches before it.
    ///   - ahead: How far it reaches behind it.
    ///   - arePossible: Whether what is found can be.
    init(window: ClosedRange<UInt64>, expected: UInt64, behind: UInt32, ahead: UInt32, arePossible: Bool = true) {
        // Moved, not cut, at the ends of all numbers: there are as many candidates there.
        let count = UInt64(behind) + UInt64(ahead)
        let first = min(expected - min(expected, UInt64(behind)), UInt64.max - count)
        self.horizon = first...first + count
        self.expected = expected
        self.window = window.clamped(to: self.horizon)
        self.arePossible = arePossible
    }

    /// Looks a code up, in a time that does not tell whether or where it was found.
    ///
    /// - Parameters:
    ///   - code: What was typed.
    ///   - hotp: How codes are made of counters.
    ///   - lastSpent: The last position that does not count any more.
    ///   - key: The device's key.
    /// - Returns: Where it was found, in the window rather than out of it.
    func find(_ code: Code, of hotp: HOTP, after lastSpent: UInt64?, key: borrowing HMACKey) -> CodeMatch {
        guard let fresh = self.window(after: lastSpent) else {
            return self.find(code, of: hotp, in: self.horizon, after: lastSpent, key: key)
        }
        let position = hotp.verify(code, in: fresh, nearest: self.expected, key: key)
        var match = position.map { CodeMatch.fresh($0) } ?? .none
        if fresh.upperBound < self.horizon.upperBound {
            let later = fresh.upperBound + 1...self.horizon.upperBound
            let found = self.find(code, of: hotp, in: later, after: lastSpent, key: key)
            if match == .none { match = found }
        }
        if fresh.lowerBound > self.horizon.lowerBound {
            let earlier = self.horizon.lowerBound...fresh.lowerBound - 1
            let found = self.find(code, of: hotp, in: earlier, after: lastSpent, key: key)
            if match == .none { match = found }
        }
        return self.arePossible ? match : .none
    }

    /// Looks two consecutive codes up in the horizon, both unspent; the position of the second, the nearest if there are several.
    func find(
        _ first: Code,
        then second: Code,
        of hotp: HOTP,
        after lastSpent: UInt64?,
        key: borrowing HMACKey
    ) -> UInt64? {
        var found: UInt64?
        var previousIsFirst = false
        var position = self.horizon.lowerBound
        while true {
            let code = hotp.code(for: position, key: key)
            let isPair = previousIsFirst && code == second
            previousIsFirst = code == first && lastSpent.map { position > $0 } ?? true
            if isPair, found.map({ self.distance(position) < self.distance($0) }) ?? true { found = position }
            guard position < self.horizon.upperBound else { return self.arePossible ? found : nil }
            position += 1
        }
    }

    private func find(
        _ code: Code,
        of hotp: HOTP,
        in range: ClosedRange<UInt64>,
        after lastSpent: UInt64?,
        key: borrowing HMACKey
    ) -> CodeMatch {
        guard let position = hotp.verify(code, in: range, nearest: self.expected, key: key) else { return .none }
        if let lastSpent, position <= lastSpent { return .spent }
        guard self.arePossible else { return .none }
        return .stray(position, by: Int64(bitPattern: position &- self.expected))
    }

    /// The part of the window that is not spent.
    private func window(after lastSpent: UInt64?) -> ClosedRange<UInt64>? {
        guard let lastSpent else { return self.window }
        guard lastSpent < self.window.upperBound else { return nil }
        return max(self.window.lowerBound, lastSpent + 1)...self.window.upperBound
    }

    private func distance(_ position: UInt64) -> UInt64 {
        position > self.expected ? position - self.expected : self.expected - position
    }
}
