import OTPCore

/// Which time steps or counters a code is looked for in.
///
/// There are always as many candidates as the configured windows have, whatever is known of the device: a refusal takes as long
/// for a device whose window is narrow as for an unknown one, and for a time-based device as for a counter-based one.
package struct CodeCandidates: Equatable, Sendable {
    /// A right code is accepted in here.
    package let window: ClosedRange<UInt64>

    /// It is known as the device's own in here, which holds the window.
    package let horizon: ClosedRange<UInt64>

    /// The likeliest of all.
    package let expected: UInt64

    /// How many codes are computed besides and match nothing, because the other kind of device needs as many.
    package let padding: UInt32

    /// Whether the device makes any of these codes by now.
    package let arePossible: Bool

    /// How many codes a search computes.
    package var count: UInt64 {
        self.horizon.upperBound - self.horizon.lowerBound + 1 + UInt64(self.padding)
    }

    /// - Parameters:
    ///   - window: Where a right code is accepted; what lies outside the horizon is left out.
    ///   - expected: The likeliest position.
    ///   - behind: How far the horizon reaches before it.
    ///   - ahead: How far it reaches after it.
    ///   - padding: How many codes are computed besides.
    ///   - arePossible: Whether what is found can be.
    init(
        window: ClosedRange<UInt64>,
        expected: UInt64,
        behind: UInt32,
        ahead: UInt32,
        padding: UInt32 = 0,
        arePossible: Bool = true
    ) {
        // Moved, not cut, at the ends of all numbers: there are as many candidates there.
        let count = UInt64(behind) + UInt64(ahead)
        let first = min(expected - min(expected, UInt64(behind)), UInt64.max - count)
        self.horizon = first...first + count
        self.expected = expected
        self.window = window.clamped(to: self.horizon)
        self.padding = padding
        self.arePossible = arePossible
    }

    /// Looks a code up, in a time that does not tell whether or where it was found.
    ///
    /// - Parameters:
    ///   - code: What was typed.
    ///   - hotp: How codes are made of counters.
    ///   - lastSpent: The last position that does not count any more.
    ///   - lastAccepted: The position of the last accepted code. It is spent wherever the horizon is by now.
    ///   - key: The device's key.
    /// - Returns: Where it was found, in the window rather than out of it.
    func find(
        _ code: Code,
        of hotp: HOTP,
        after lastSpent: UInt64?,
        lastAccepted: UInt64?,
        key: borrowing HMACKey
    ) -> CodeMatch {
        let match = self.find(code, of: hotp, after: lastSpent, key: key)
        // Computed for a device without an accepted code too.
        let position = lastAccepted ?? 0
        let isRepeated = hotp.verify(code, in: position...position, nearest: position, key: key) != nil
        self.computePadding(code, of: hotp, key: key)
        return match == .none && isRepeated && lastAccepted != nil ? .spent : match
    }

    private func find(_ code: Code, of hotp: HOTP, after lastSpent: UInt64?, key: borrowing HMACKey) -> CodeMatch {
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

    /// Looks two consecutive codes up in the horizon, both unspent.
    ///
    /// - Parameters:
    ///   - first: The earlier code.
    ///   - second: The one after it.
    ///   - hotp: How codes are made of counters.
    ///   - lastSpent: The last position that does not count any more.
    ///   - lastAccepted: The position of the last accepted code.
    ///   - key: The device's key.
    /// - Returns: The position of the second, the nearest if there are several; or that they are the last accepted code and
    ///   the one before it.
    func find(
        _ first: Code,
        then second: Code,
        of hotp: HOTP,
        after lastSpent: UInt64?,
        lastAccepted: UInt64?,
        key: borrowing HMACKey
    ) -> CodeMatch {
        let found = self.find(first, then: second, of: hotp, after: lastSpent, key: key)
        let last = max(lastAccepted ?? 1, 1)
        let isRepeated = hotp.code(for: last - 1, key: key) == first && hotp.code(for: last, key: key) == second
        self.computePadding(first, of: hotp, key: key)
        if let found { return .consecutive(found) }
        return isRepeated && last == lastAccepted ? .spent : .none
    }

    private func find(
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

    /// Computes the codes that match nothing.
    private func computePadding(_ code: Code, of hotp: HOTP, key: borrowing HMACKey) {
        guard self.padding > 0 else { return }
        _ = hotp.verify(code, in: 0...UInt64(self.padding - 1), nearest: 0, key: key)
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
