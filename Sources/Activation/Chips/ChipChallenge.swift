import OTPCore

/// What a chip is asked to sign, as it is kept while the answer is awaited: its SHA-256.
///
/// Who reads the store in these minutes cannot answer in the holder's place.
package struct ChipChallenge: Equatable, Sendable {
    package let digest: [UInt8]

    /// Takes the random bytes that were sent.
    package init(hashing bytes: Span<UInt8>) {
        var hash = SHA256()
        hash.update(bytes)
        self.digest = hash.finalize().withBytes { digest in digest.indices.map { digest[$0] } }
    }

    /// A digest as it was stored.
    package init(digest: [UInt8]) {
        self.digest = digest
    }
}
