package import OTPCore

/// Devices on their way into a store, with their secrets in one buffer that is wiped when they have arrived.
package struct TokenBatch: ~Copyable, Sendable {
    /// The records, in the order they came.
    package private(set) var records: [TokenRecord] = []

    private var secrets: [UInt8] = []
    private var ends: [Int] = []

    /// An empty batch for up to `capacity` devices.
    package init(capacity: Int) {
        self.records.reserveCapacity(capacity)
        self.ends.reserveCapacity(capacity)
        // Room for the longest, so that the buffer never moves and leaves a copy behind.
        self.secrets.reserveCapacity(capacity * SharedSecret.maximumByteCount)
    }

    package var count: Int { self.records.count }

    /// Adds a device; its secret is copied.
    package mutating func append(_ record: TokenRecord, secret: borrowing SharedSecret) {
        secret.withBytes { bytes in
            for index in bytes.indices { self.secrets.append(bytes[index]) }
        }
        self.records.append(record)
        self.ends.append(self.secrets.count)
    }

    /// Lends the record and the secret at a position of ``records``.
    package borrowing func withToken<Result>(
        at position: Int,
        _ body: (TokenRecord, Span<UInt8>) -> Result
    ) -> Result {
        let start = position == 0 ? 0 : self.ends[position - 1]
        return body(self.records[position], self.secrets.span.extracting(start..<self.ends[position]))
    }

    /// Whether the secret at a position is these bytes, in a time that depends on the lengths alone.
    package borrowing func holdsSecret(_ other: Span<UInt8>, at position: Int) -> Bool {
        self.withToken(at: position) { _, secret in
            guard secret.count == other.count else { return false }
            var difference: UInt8 = 0
            for index in secret.indices { difference |= secret[index] ^ other[index] }
            return difference == 0
        }
    }

    /// Overwrites the secrets and forgets the devices.
    package mutating func wipe() {
        for index in self.secrets.indices { self.secrets[index] = 0 }
        self.secrets.removeAll(keepingCapacity: true)
        self.records.removeAll(keepingCapacity: true)
        self.ends.removeAll(keepingCapacity: true)
    }
}
