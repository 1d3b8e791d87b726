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
        var search = NearestMatch(to: expected)
        var candidate = counters.lowerBound
        #if !hasFeature(Embedded)
        if let lanes = key.lanes() {
            // Eight take as long as three one by one: so few are left to the loop below.
            while counters.upperBound - candidate >= 3 {
                let last = Int(min(counters.upperBound - candidate, 7))
                let numbers = lanes.numbers(from: candidate)
                for lane in 0...last {
                    let made = Code(truncating: numbers[lane], digits: self.digits)
                    search.consider(candidate + UInt64(lane), made.differenceMask(to: code))
                }
                guard counters.upperBound - candidate >= 8 else { return search.match }
                candidate += 8
            }
        }
        #endif
        while true {
            search.consider(candidate, self.code(for: candidate, key: key).differenceMask(to: code))
            guard candidate < counters.upperBound else { break }
            candidate += 1
        }
        return search.match
    }
}

/// The counter nearest to an expected one whose code was right, found without a branch that depends on any of it.
private struct NearestMatch {
    private let expected: UInt64
    private var nearest: UInt64 = 0
    private var distance = UInt64.max
    private var found: UInt64 = 0

    init(to expected: UInt64) {
        self.expected = expected
    }

    var match: UInt64? { self.found == 0 ? nil : self.nearest }

    /// Takes the next higher counter; the difference is 0 if its code is the one looked for.
    mutating func consider(_ candidate: UInt64, _ difference: UInt64) {
        let distance = candidate > self.expected ? candidate - self.expected : self.expected - candidate
        // All ones where the code is equal and nearer than the one found before.
        let equal = ~self.isNotZero(difference)
        let nearer = self.isLess(distance, self.distance) | ~self.found
        let take = equal & nearer
        self.nearest = (self.nearest & ~take) | (candidate & take)
        self.distance = (self.distance & ~take) | (distance & take)
        self.found |= take
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
