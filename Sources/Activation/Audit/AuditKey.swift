package import OTPCore

/// The key that ties the entries of an audit trail: without it nobody can write a chain anew.
///
/// It is kept outside of the trail: the stores seal it under the keys of the key file. Entries that a chain had before the
/// key was made are tied without it; up to where, the key itself says, so that later entries cannot be passed off as such.
package final class AuditKey: Sendable {
    package static let byteCount = 32

    private let key: HMACKey
    private let firstNumbers: [String: UInt64]

    /// - Parameters:
    ///   - bytes: The key, 32 random bytes.
    ///   - firstNumbers: For each chain that is older than the key the number of the first entry that is tied with it.
    package init(copying bytes: Span<UInt8>, firstNumbers: [String: UInt64] = [:]) {
        self.key = HMACKey(copying: bytes, algorithm: .sha256)
        self.firstNumbers = firstNumbers
    }

    /// The number of a chain's first entry that is tied with this key.
    package func firstNumber(ofChain name: String) -> UInt64 { self.firstNumbers[name] ?? 0 }

    /// HMAC-SHA-256 of the hash that ties the entry without a key.
    func hash(_ plain: AuditHash) -> AuditHash {
        let code = plain.withBytes { self.key.authenticationCode(for: $0) }
        return AuditHash(code) ?? plain
    }
}
