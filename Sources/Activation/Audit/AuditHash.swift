import OTPCore

/// The SHA-256 hash that ties an entry to all before it.
package struct AuditHash: Equatable, Sendable {
    package static let byteCount = 32

    private let bytes: InlineArray<32, UInt8>

    /// Bytes as they were stored; nil if they are not 32.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = InlineArray { bytes[$0] }
    }

    /// A digest of 32 bytes; `nil` for another one.
    init?(_ digest: Digest) {
        guard digest.count == Self.byteCount else { return nil }
        self.bytes = InlineArray { digest[$0] }
    }

    init(_ hash: consuming SHA256) {
        let digest = hash.finalize()
        self.bytes = InlineArray { digest[$0] }
    }

    package func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(self.bytes.span)
    }

    /// Compares in constant time: with a key, a hash is a message authentication code.
    package static func == (left: AuditHash, right: AuditHash) -> Bool {
        var difference: UInt8 = 0
        for index in left.bytes.indices { difference |= left.bytes[index] ^ right.bytes[index] }
        return difference == 0
    }
}
