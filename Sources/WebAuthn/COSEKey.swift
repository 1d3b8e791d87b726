import CanonicalCBOR
import LibCrypto

/// A credential's public key, RFC 9053, section 7.1.1, of the one algorithm that is asked for: ES256 on P-256.
struct COSEKey: Equatable, Sendable {
    /// ECDSA with SHA-256, RFC 9053, section 2.1.
    static let es256: Int64 = -7

    let key: P256PublicKey

    init(_ item: CBORItem) throws(WebAuthnRefusal) {
        guard let map = item.map else { throw .malformed }
        // Web Authentication level 3, section 5.8.5: kty 2 (EC2), alg -7, crv 1 (P-256), uncompressed.
        guard map[1]?.integer == 2, map[3]?.integer == Self.es256, map[-1]?.integer == 1 else { throw .publicKey }
        guard let x = map[-2]?.byteString, let y = map[-3]?.byteString,
            let key = P256PublicKey(x: Array(x).span, y: Array(y).span)
        else { throw .publicKey }
        self.key = key
    }
}
