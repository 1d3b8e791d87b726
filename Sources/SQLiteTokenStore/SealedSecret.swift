import OTPCore

/// The secret of a device as its column holds it: bytes, and the number of the key they are encrypted under.
struct SealedSecret: Sendable {
    /// Not encrypted.
    static let plainKeyID: Int64 = 0

    let keyID: Int64
    let bytes: [UInt8]

    /// A secret on its way into the column.
    init(sealing secret: Span<UInt8>) {
        self.keyID = Self.plainKeyID
        self.bytes = secret.indices.map { secret[$0] }
    }

    /// What a row holds.
    init(keyID: Int64, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Lends the secret itself; nil if it cannot be had.
    func withSecret<Result>(_ body: (Span<UInt8>) -> Result) -> Result? {
        guard self.keyID == Self.plainKeyID, !self.bytes.isEmpty else { return nil }
        return body(self.bytes.span)
    }

    /// Whether both hold one secret, compared in constant time; nil if one of them cannot be had.
    func isSame(as other: SealedSecret) -> Bool? {
        let isSame = self.withSecret { mine in
            other.withSecret { theirs in
                guard mine.count == theirs.count else { return false }
                var difference: UInt8 = 0
                for index in mine.indices { difference |= mine[index] ^ theirs[index] }
                return difference == 0
            }
        }
        return isSame ?? nil
    }
}
