/// SHA-256, FIPS 180-4, section 6.2.
public struct SHA256: BlockHash {
    typealias ChainingValue = InlineArray<8, UInt32>

    static let blockByteCount = 64
    static let digestByteCount = 32
    static let lengthByteCount = 8

    var chainingValue: ChainingValue = [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ]
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

    /// The digest, 32 bytes, of all bytes given.
    public consuming func finalize() -> Digest {
        self.finish()
    }

    mutating func compress(_ bytes: Span<UInt8>, at offset: Int) {
        var w = InlineArray<16, UInt32>(repeating: 0)
        for t in 0..<16 {
            w[t] = UInt32(bigEndian: bytes, at: offset + 4 * t)
        }
        var a = self.chainingValue[0]
        var b = self.chainingValue[1]
        var c = self.chainingValue[2]
        var d = self.chainingValue[3]
        var e = self.chainingValue[4]
        var f = self.chainingValue[5]
        var g = self.chainingValue[6]
        var h = self.chainingValue[7]
        for t in 0..<64 {
            if t >= 16 {
                let w15 = w[(t &+ 1) & 15]
                let w2 = w[(t &+ 14) & 15]
                let small0 = w15.rotated(right: 7) ^ w15.rotated(right: 18) ^ (w15 &>> 3)
                let small1 = w2.rotated(right: 17) ^ w2.rotated(right: 19) ^ (w2 &>> 10)
                w[t & 15] = w[t & 15] &+ small0 &+ w[(t &+ 9) & 15] &+ small1
            }
            let big1 = e.rotated(right: 6) ^ e.rotated(right: 11) ^ e.rotated(right: 25)
            let choice = g ^ (e & (f ^ g))
            let first = h &+ big1 &+ choice &+ Self.constants[t] &+ w[t & 15]
            let big0 = a.rotated(right: 2) ^ a.rotated(right: 13) ^ a.rotated(right: 22)
            let majority = (a & b) | (c & (a | b))
            h = g
            g = f
            f = e
            e = d &+ first
            d = c
            c = b
            b = a
            a = first &+ big0 &+ majority
        }
        self.chainingValue[0] &+= a
        self.chainingValue[1] &+= b
        self.chainingValue[2] &+= c
        self.chainingValue[3] &+= d
        self.chainingValue[4] &+= e
        self.chainingValue[5] &+= f
        self.chainingValue[6] &+= g
        self.chainingValue[7] &+= h
    }

    func write(into digest: inout Digest) {
        for index in self.chainingValue.indices {
            digest.bytes.store(bigEndian: self.chainingValue[index], at: 4 * index)
        }
    }

    /// FIPS 180-4, section 4.2.2.
    private static let constants: InlineArray<64, UInt32> = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]
}
