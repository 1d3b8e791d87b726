/// SHA-1, FIPS 180-4, section 6.1.
///
/// Broken as a collision-resistant hash; as the hash inside HMAC, the use HOTP makes of it, it still stands.
public struct SHA1: BlockHash {
    typealias ChainingValue = InlineArray<5, UInt32>

    static let blockByteCount = 64
    static let digestByteCount = 20
    static let lengthByteCount = 8

    var chainingValue: ChainingValue = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
    var pending = PendingBlock()

    /// The hash of no bytes yet.
    public init() {}

    init(resuming chainingValue: ChainingValue, byteCount: UInt64) {
        self.chainingValue = chainingValue
        self.pending.messageByteCount = byteCount
    }

    /// Appends `bytes` to the message.
    public mutating func update(_ bytes: Span<UInt8>) {
        self.absorb(bytes)
    }

    /// The digest, 20 bytes, of all bytes given.
    public consuming func finalize() -> Digest {
        self.finish()
    }

    mutating func compress(_ bytes: Span<UInt8>, at offset: Int) {
        // Sixteen words that roll: word t stands where word t - 16 stood.
        var w = InlineArray<16, UInt32>(repeating: 0)
        for t in 0..<16 {
            w[t] = UInt32(bigEndian: bytes, at: offset + 4 * t)
        }
        var a = self.chainingValue[0]
        var b = self.chainingValue[1]
        var c = self.chainingValue[2]
        var d = self.chainingValue[3]
        var e = self.chainingValue[4]
        for t in 0..<80 {
            if t >= 16 {
                w[t & 15] = (w[(t &+ 13) & 15] ^ w[(t &+ 8) & 15] ^ w[(t &+ 2) & 15] ^ w[t & 15]).rotated(left: 1)
            }
            let f: UInt32
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
            let next = a.rotated(left: 5) &+ f &+ e &+ k &+ w[t & 15]
            e = d
            d = c
            c = b.rotated(left: 30)
            b = a
            a = next
        }
        self.chainingValue[0] &+= a
        self.chainingValue[1] &+= b
        self.chainingValue[2] &+= c
        self.chainingValue[3] &+= d
        self.chainingValue[4] &+= e
    }

    func write(into digest: inout Digest) {
        for index in self.chainingValue.indices {
            digest.bytes.store(bigEndian: self.chainingValue[index], at: 4 * index)
        }
    }
}
