#if !hasFeature(Embedded)  // A microcontroller makes one code at a time, and has no room for more.
/// HMAC-SHA-1 of eight consecutive counters at once, for a verifier: the codes of a window differ in the counter alone.
///
/// The same steps as ``SHA1``, FIPS 180-4, section 6.1, each on eight words side by side, so that a processor with vector
/// registers takes little longer for eight than for one.
struct SHA1Lanes {
    typealias Words = SIMD8<UInt32>

    private let inner: SHA1.ChainingValue
    private let outer: SHA1.ChainingValue

    init(inner: SHA1.ChainingValue, outer: SHA1.ChainingValue) {
        self.inner = inner
        self.outer = outer
    }

    /// The dynamically truncated numbers of a counter and the seven after it, RFC 4226, section 5.3.
    func numbers(from counter: UInt64) -> Words {
        // The message is one block after the key's: eight bytes, the padding, and the length in bits.
        var block = InlineArray<16, Words>(repeating: Words(repeating: 0))
        for lane in 0..<8 as Range<Int> {
            let value = counter &+ UInt64(lane)
            block[0][lane] = UInt32(truncatingIfNeeded: value &>> 32)
            block[1][lane] = UInt32(truncatingIfNeeded: value)
        }
        block[2] = Words(repeating: 0x8000_0000)
        block[15] = Words(repeating: (64 + 8) * 8)
        let digest = self.compress(&block, from: self.inner)
        for index in block.indices { block[index] = Words(repeating: 0) }
        for index in digest.indices { block[index] = digest[index] }
        block[5] = Words(repeating: 0x8000_0000)
        block[15] = Words(repeating: (64 + 20) * 8)
        return Self.truncated(self.compress(&block, from: self.outer))
    }

    private func compress(
        _ w: inout InlineArray<16, Words>,
        from chainingValue: SHA1.ChainingValue
    ) -> InlineArray<5, Words> {
        var a = Words(repeating: chainingValue[0])
        var b = Words(repeating: chainingValue[1])
        var c = Words(repeating: chainingValue[2])
        var d = Words(repeating: chainingValue[3])
        var e = Words(repeating: chainingValue[4])
        for t in 0..<80 as Range<Int> {
            if t >= 16 {
                let word = w[(t &+ 13) & 15] ^ w[(t &+ 8) & 15] ^ w[(t &+ 2) & 15] ^ w[t & 15]
                w[t & 15] = (word &<< 1) | (word &>> 31)
            }
            let f: Words
            let k: UInt32
            if t < 20 {
                f = d ^ (b & (c ^ d))
                k = 0x5a827999
            } else if t < 40 {
                f = b ^ c ^ d
                k = 0x6ed9eba1
            } else if t < 60 {
                f = (b & c) | (d & (b | c))
                k = 0x8f1bbcdc
            } else {
                f = b ^ c ^ d
                k = 0xca62c1d6
            }
            let next = ((a &<< 5) | (a &>> 27)) &+ f &+ e &+ Words(repeating: k) &+ w[t & 15]
            e = d
            d = c
            c = (b &<< 30) | (b &>> 2)
            b = a
            a = next
        }
        return [
            a &+ Words(repeating: chainingValue[0]), b &+ Words(repeating: chainingValue[1]),
            c &+ Words(repeating: chainingValue[2]), d &+ Words(repeating: chainingValue[3]),
            e &+ Words(repeating: chainingValue[4]),
        ]
    }

    /// RFC 4226, section 5.3, step 2: the four bytes that begin where the last four bits say.
    private static func truncated(_ digest: InlineArray<5, Words>) -> Words {
        var numbers = Words(repeating: 0)
        for lane in 0..<8 as Range<Int> {
            let offset = Int(digest[4][lane] & 0xf)
            let high = UInt64(digest[offset &>> 2][lane])
            // From the last word on there is no next one: an offset of 15 ends in it.
            let low = UInt64(digest[min((offset &>> 2) &+ 1, 4)][lane])
            let both = high &<< 32 | low
            numbers[lane] = UInt32(truncatingIfNeeded: both &>> UInt64(32 &- 8 &* (offset & 3))) & 0x7fff_ffff
        }
        return numbers
    }
}

extension HMACKey {
    /// What makes eight codes at once; nil for a hash function other than SHA-1.
    borrowing func lanes() -> SHA1Lanes? {
        guard case .sha1(let inner, let outer) = self.midstates else { return nil }
        return SHA1Lanes(inner: inner, outer: outer)
    }
}
#endif
