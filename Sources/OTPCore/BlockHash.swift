/// What SHA-1 and SHA-2 share: fixed blocks, a chaining value, and padding with the message's length.
///
/// FIPS 180-4, section 5.
protocol BlockHash: Sendable {
    /// The state between two blocks.
    associatedtype ChainingValue: Sendable

    static var blockByteCount: Int { get }
    static var digestByteCount: Int { get }
    static var lengthByteCount: Int { get }

    var chainingValue: ChainingValue { get }
    var pending: PendingBlock { get set }

    init()
    /// Goes on from a state that `byteCount` bytes, a whole number of blocks, have led to.
    init(resuming chainingValue: ChainingValue, byteCount: UInt64)
    /// Works in the block of ``blockByteCount`` bytes that starts at `offset`.
    mutating func compress(_ bytes: Span<UInt8>, at offset: Int)
    /// Writes the chaining value, most significant byte first.
    func write(into digest: inout Digest)
}

/// The bytes that do not fill a block yet.
struct PendingBlock: Sendable {
    var bytes = InlineArray<128, UInt8>(repeating: 0)
    var count = 0
    /// Of the whole message so far.
    var messageByteCount: UInt64 = 0
}

extension BlockHash {
    mutating func absorb(_ bytes: Span<UInt8>) {
        self.pending.messageByteCount &+= UInt64(bytes.count)
        var offset = 0
        if self.pending.count > 0 {
            while offset < bytes.count, self.pending.count < Self.blockByteCount {
                self.pending.bytes[self.pending.count] = bytes[offset]
                self.pending.count += 1
                offset += 1
            }
            guard self.pending.count == Self.blockByteCount else { return }
            self.compressPending()
        }
        // Whole blocks are read where they lie, so that a key's block leaves no copy behind.
        while bytes.count - offset >= Self.blockByteCount {
            self.compress(bytes, at: offset)
            offset += Self.blockByteCount
        }
        while offset < bytes.count {
            self.pending.bytes[self.pending.count] = bytes[offset]
            self.pending.count += 1
            offset += 1
        }
    }

    mutating func finish() -> Digest {
        let messageByteCount = self.pending.messageByteCount
        self.pending.bytes[self.pending.count] = 0x80
        self.pending.count += 1
        if self.pending.count > Self.blockByteCount - Self.lengthByteCount {
            self.fillPending(upTo: Self.blockByteCount)
            self.compressPending()
        }
        self.fillPending(upTo: Self.blockByteCount)
        // The length in bits; a 128-bit one keeps the three bits that do not fit 64.
        var bits = messageByteCount &<< 3
        for back in 1...8 {
            self.pending.bytes[Self.blockByteCount - back] = UInt8(truncatingIfNeeded: bits)
            bits &>>= 8
        }
        if Self.lengthByteCount > 8 {
            self.pending.bytes[Self.blockByteCount - 9] = UInt8(truncatingIfNeeded: messageByteCount &>> 61)
        }
        self.compressPending()
        var digest = Digest(count: Self.digestByteCount)
        self.write(into: &digest)
        return digest
    }

    private mutating func fillPending(upTo end: Int) {
        while self.pending.count < end {
            self.pending.bytes[self.pending.count] = 0
            self.pending.count += 1
        }
    }

    private mutating func compressPending() {
        let block = self.pending.bytes
        self.compress(block.span, at: 0)
        self.pending.count = 0
    }
}
