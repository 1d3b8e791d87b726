/// One HMAC on its way, RFC 2104: started from a key's midstates and fed piece by piece.
struct HMAC<Hash: BlockHash> {
    private var inner: Hash
    private let outer: Hash.ChainingValue

    init(inner: Hash.ChainingValue, outer: Hash.ChainingValue) {
        self.inner = Hash(resuming: inner, byteCount: UInt64(Hash.blockByteCount))
        self.outer = outer
    }

    mutating func update(_ bytes: Span<UInt8>) {
        self.inner.absorb(bytes)
    }

    consuming func finalize() -> Digest {
        let inner = self.inner.finish()
        var outer = Hash(resuming: self.outer, byteCount: UInt64(Hash.blockByteCount))
        inner.withBytes { outer.absorb($0) }
        return outer.finish()
    }

    /// The states after the key's block under `ipad` and under `opad`.
    static func midstates(of key: Span<UInt8>) -> (inner: Hash.ChainingValue, outer: Hash.ChainingValue) {
        var block = InlineArray<128, UInt8>(repeating: 0)
        if key.count > Hash.blockByteCount {
            var hash = Hash()
            hash.absorb(key)
            let digest = hash.finish()
            for index in 0..<digest.count {
                block[index] = digest[index]
            }
        } else {
            for index in key.indices {
                block[index] = key[index]
            }
        }
        for index in block.indices {
            block[index] ^= 0x36
        }
        var inner = Hash()
        inner.compress(block.span, at: 0)
        for index in block.indices {
            block[index] ^= 0x36 ^ 0x5c
        }
        var outer = Hash()
        outer.compress(block.span, at: 0)
        wipe(&block)
        return (inner.chainingValue, outer.chainingValue)
    }
}
