import LibCrypto
import Synchronization

/// A credential's key that stays loaded, because it is likely to sign again.
final class LoadedKey: Sendable {
    private let scalar: SecretBytes
    private let signer: Mutex<P256Signer>

    /// Nil for bytes that are no scalar.
    init?(scalar: Span<UInt8>) {
        guard let key = P256PrivateKey(scalar: scalar), let signer = try? P256Signer(key) else { return nil }
        self.scalar = SecretBytes(copying: scalar)
        self.signer = Mutex(signer)
    }

    /// Whether it is this key, found in a time that does not depend on either.
    func isKey(of scalar: Span<UInt8>) -> Bool {
        self.scalar.withBytes { mine in mine.isEqualInConstantTime(to: scalar) }
    }

    func encodedSignature(for digest: Span<UInt8>) -> [UInt8]? {
        self.signer.withLock { signer in try? signer.encodedSignature(for: digest) }
    }
}
