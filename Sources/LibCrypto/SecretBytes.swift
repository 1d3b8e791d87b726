import CLibCrypto

/// Secret bytes of any length: one owner, never copied behind its back, wiped when the owner is gone.
///
/// It is not a `Collection`, not `Equatable` and not printable on purpose: a secret is borrowed for as long as a
/// closure runs, and compared in constant time. `@safe`: the pointer is owned, set once and never handed out.
@safe
package struct SecretBytes: ~Copyable, @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Reserves zeroed bytes and lets the closure fill them.
    package init<Failure: Error>(
        count: Int,
        initializingWith body: (inout MutableSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        self.init(zeroed: count)
        try self.withMutableBytes(body)
    }

    /// So many zeros.
    package init(zeroed count: Int) {
        unsafe self.storage = .allocate(capacity: count)
        unsafe self.storage.initialize(repeating: 0)
    }

    /// Copies the bytes; wiping the source stays the caller's task.
    package init(copying source: Span<UInt8>) {
        self.init(count: source.count) { target in
            for index in source.indices { target[index] = source[index] }
        }
    }

    deinit {
        unsafe OPENSSL_cleanse(self.storage.baseAddress, self.storage.count)
        unsafe self.storage.deallocate()
    }

    /// The number of bytes.
    package var count: Int { unsafe self.storage.count }

    /// Lends the bytes for as long as the closure runs.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(self.storage.span)
    }

    /// Lends the bytes to be changed in place.
    package mutating func withMutableBytes<Result: ~Copyable, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var span = unsafe self.storage.mutableSpan
        return try body(&span)
    }
}
