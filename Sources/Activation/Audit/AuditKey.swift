import OTPCore

/// The key that ties the entries of an audit trail: without it nobody can write a chain again.
///
/// It is kept outside of the trail: the stores seal it under the keys of the key file. Entries that a chain had before the
/// key was made are tied without it. The key itself says up to where, so that later entries cannot be passed off as such.
package final class AuditKey: Sendable {
    package static let byteCount = 32

    /// A chain that was begun.
    package struct Chain: Equatable, Sendable {
        package let name: String

        /// The number of the first entry that is tied with the key.
        package let firstNumber: UInt64

        package init(name: String, firstNumber: UInt64 = 0) {
            self.name = name
            self.firstNumber = firstNumber
        }
    }

    package let madeAt: UnixTime

    /// All chains that were begun: a chain that is missing was removed.
    package let chains: [Chain]

    private let key: HMACKey

    /// - Parameters:
    ///   - bytes: The key, 32 random bytes.
    ///   - madeAt: When it was made.
    ///   - chains: All chains that were begun.
    package init(copying bytes: Span<UInt8>, madeAt: UnixTime, chains: [Chain]) {
        self.key = HMACKey(copying: bytes, algorithm: .sha256)
        self.madeAt = madeAt
        self.chains = chains
    }

    /// The number of a chain's first entry that is tied with this key.
    package func firstNumber(ofChain name: String) -> UInt64 {
        self.chains.first { $0.name == name }?.firstNumber ?? 0
    }

    /// HMAC-SHA-256 of the hash that would do without a key.
    func hash(_ plain: AuditHash) -> AuditHash {
        let code = plain.withBytes { self.key.authenticationCode(for: $0) }
        return AuditHash(code) ?? plain
    }
}
