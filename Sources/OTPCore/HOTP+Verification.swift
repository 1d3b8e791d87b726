extension HOTP {
    /// The counter that `code` belongs to, searched from `counter` on, RFC 4226, section 7.2.
    ///
    /// - Parameters:
    ///   - code: What the holder typed.
    ///   - counter: The lowest counter that may still be used: one above the last accepted one.
    ///   - lookAhead: How many counters above it are tried too, RFC 4226's *s*. The caller bounds it, and the tries.
    ///   - key: The device's key.
    /// - Returns: The matching counter, the nearest if there are several; nil if none matches. The verifier stores it and
    ///   asks for more from then on.
    public func verify(_ code: Code, counter: UInt64, lookAhead: UInt32, key: borrowing HMACKey) -> UInt64? {
        let (last, overflow) = counter.addingReportingOverflow(UInt64(lookAhead))
        return self.verify(code, in: counter...(overflow ? UInt64.max : last), nearest: counter, key: key)
    }

    /// The counter in `counters` that `code` belongs to and that is nearest to `expected`; of two as near, the lower one.
    ///
    /// Every counter of the range is computed and compared in constant time, found or not: how long it takes tells the size
    /// of the range and nothing else.
    public func verify(
        _ code: Code,
        in counters: ClosedRange<UInt64>,
        nearest expected: UInt64,
        key: borrowing HMACKey
    ) -> UInt64? {
        var match: UInt64 = 0
        var matchDistance = UInt64.max
        var found: UInt64 = 0
        var candidate = counters.lowerBound
        while true {
            let difference = self.code(for: candidate, key: key).differenceMask(to: code)
            let distance = candidate > expected ? candidate - expected : expected - candidate
            // All ones where the code is equal and nearer than the one found before.
            let equal = ~isNotZero(difference)
            let nearer = isLess(distance, matchDistance) | ~found
            let take = equal & nearer
            match = (match & ~take) | (candidate & take)
            matchDistance = (matchDistance & ~take) | (distance & take)
            found |= take
            guard candidate < counters.upperBound else { break }
            candidate += 1
        }
        return found == 0 ? nil : match
    }

    /// All ones for a number that is not 0, else 0, without a branch.
    private func isNotZero(_ number: UInt64) -> UInt64 {
        0 &- ((number | (0 &- number)) &>> 63)
    }

    /// All ones where `left` is below `right`, else 0, without a branch.
    private func isLess(_ left: UInt64, _ right: UInt64) -> UInt64 {
        0 &- (((~left & right) | ((~left | right) & (left &- right))) &>> 63)
    }
}
