/// The output of a hash function or of HMAC: 20, 32 or 64 bytes, held inline.
public struct Digest: Sendable {
    var bytes = InlineArray<64, UInt8>(repeating: 0)

    /// The number of bytes that count.
    public internal(set) var count: Int

    init(count: Int) {
        self.count = count
    }

    /// The byte at `index`, counted from 0; 0 beyond ``count``.
    public subscript(index: Int) -> UInt8 {
        index >= 0 && index < self.count ? self.bytes[index] : 0
    }

    /// Lends the bytes for the time of `body`.
    public func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(self.bytes.span.extracting(first: self.count))
    }
}

extension Digest: Equatable {
    /// Compares in a time that depends on the lengths alone.
    public static func == (left: Digest, right: Digest) -> Bool {
        var difference: UInt8 = left.count == right.count ? 0 : 1
        for index in left.bytes.indices {
            difference |= left.bytes[index] ^ right.bytes[index]
        }
        return difference == 0
    }
}
