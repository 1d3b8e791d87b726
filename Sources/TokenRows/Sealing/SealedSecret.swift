package import Activation
import LibCrypto
package import OTPCore

/// The secret of a device as its columns hold it: bytes, and the number of the key they are sealed under.
package struct SealedSecret: Equatable, Sendable {
    /// Not sealed, as the first version of this program left it.
    ///
    /// Such a secret is sealed when its store is opened.
    package static let plainKeyID: Int64 = 0

    package let keyID: Int64
    package let bytes: [UInt8]

    /// What a row holds.
    package init(keyID: Int64, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }

    /// A secret on its way into its columns, under the active key.
    package init(
        sealing secret: Span<UInt8>,
        of serialNumber: SerialNumber,
        under keys: SealingKeys
    ) throws(TokenStoreError) {
        do {
            let bytes = try keys.active.seal(secret, for: .deviceSecret, of: serialNumber.text)
            self.init(keyID: keys.activeID, bytes: bytes)
        } catch {
            throw .unavailable(reason: "the secret of device \(serialNumber.text) cannot be sealed")
        }
    }

    /// Lends the secret itself.
    ///
    /// - Throws: ``Activation/TokenStoreError/damaged(reason:)`` if the key file has no such key, or the bytes were sealed
    ///   for another device.
    package func withSecret<Result>(
        of serialNumber: SerialNumber,
        from keyFile: SealingKeyFile,
        _ body: (Span<UInt8>) -> Result
    ) throws(TokenStoreError) -> Result {
        guard self.keyID != Self.plainKeyID else { return body(self.bytes.span) }
        guard let key = keyFile.key(self.keyID) else {
            let reason = "device \(serialNumber.text) is sealed under key \(self.keyID), which the key file has not"
            throw .damaged(reason: reason)
        }
        let secret: SecretBytes
        do {
            secret = try key.open(self.bytes.span, for: .deviceSecret, of: serialNumber.text)
        } catch {
            throw .damaged(reason: "the secret of device \(serialNumber.text) does not open under key \(self.keyID)")
        }
        return secret.withBytes { body($0) }
    }

    /// Lends the key of the device that a record and its secret belong to.
    package func withKey<Result>(
        of token: TokenRecord,
        from keyFile: SealingKeyFile,
        _ body: (borrowing HMACKey) -> Result
    ) throws(TokenStoreError) -> Result {
        try self.withSecret(of: token.serialNumber, from: keyFile) { secret in
            var key = HMACKey(copying: secret, algorithm: token.algorithm)
            let result = body(key)
            key.wipe()
            return result
        }
    }

    /// The same secret under a key, `nil` if it is sealed under that one already.
    package func resealed(
        ofDevice text: String,
        under keyID: Int64,
        from keyFile: SealingKeyFile
    ) throws(TokenStoreError) -> SealedSecret? {
        guard let serialNumber = try? SerialNumber(text) else {
            throw .damaged(reason: "a device is stored under a serial number that makes no sense")
        }
        let keys = keyFile.keys
        guard keys.activeID == keyID else { throw .unavailable(reason: "the active key of the key file has changed") }
        guard self.keyID != keyID else { return nil }
        let resealed = try self.withSecret(of: serialNumber, from: keyFile) { secret in
            Swift.Result { () throws(TokenStoreError) in
                try SealedSecret(sealing: secret, of: serialNumber, under: keys)
            }
        }
        return try resealed.get()
    }

    /// Whether both hold one secret of one device, compared in constant time.
    package func isSame(
        as other: SealedSecret,
        of serialNumber: SerialNumber,
        from keyFile: SealingKeyFile
    ) throws(TokenStoreError) -> Bool {
        let isSame = try self.withSecret(of: serialNumber, from: keyFile) { mine in
            Swift.Result { () throws(TokenStoreError) in
                try other.withSecret(of: serialNumber, from: keyFile) { theirs in
                    mine.isEqualInConstantTime(to: theirs)
                }
            }
        }
        return try isSame.get()
    }
}
