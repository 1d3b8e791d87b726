/// Up to `capacity` bytes, held inline.
struct BoundedBytes<let capacity: Int>: Sendable {
    private var bytes = InlineArray<capacity, UInt8>(repeating: 0)
    private(set) var count = 0

    init() {}

    /// Nil for more bytes than fit.
    init?(copying bytes: Span<UInt8>) {
        guard bytes.count <= capacity else { return nil }
        for index in bytes.indices {
            self.bytes[index] = bytes[index]
        }
        self.count = bytes.count
    }

    subscript(index: Int) -> UInt8 {
        get { self.bytes[index] }
        set { self.bytes[index] = newValue }
    }

    /// Lends the bytes that count for the time of `body`.
    func withBytes(_ body: (Span<UInt8>) -> Void) {
        body(self.bytes.span.extracting(first: self.count))
    }

    mutating func wipe() {
        OTPCore.wipe(&self.bytes)
        self.count = 0
    }
}
