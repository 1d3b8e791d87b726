import CanonicalCBOR
import LibCrypto

/// What an authenticator lets speak for itself, Web Authentication level 3, section 8.
enum AttestationStatement: Sendable {
    /// Section 8.7.
    case none
    /// Section 8.2, signed by the credential's own key.
    case packedSelf(signature: [UInt8])
    /// Section 8.2, signed by the key of the first certificate.
    case packed(signature: [UInt8], chain: [Certificate])
    /// Section 8.6.
    case fidoU2F(signature: [UInt8], certificate: Certificate)

    init(format: CBORItem, statement: CBORMap) throws(WebAuthnRefusal) {
        if format.isText("none") {
            guard statement.count == 0 else { throw .attestation }
            self = .none
        } else if format.isText("packed") {
            guard statement["alg"]?.integer == COSEKey.es256, let signature = statement["sig"]?.byteString,
                statement["ecdaaKeyId"] == nil
            else { throw .attestation }
            guard let certificates = statement["x5c"] else {
                self = .packedSelf(signature: Array(signature))
                return
            }
            self = .packed(signature: Array(signature), chain: try Self.chain(certificates))
        } else if format.isText("fido-u2f") {
            guard let signature = statement["sig"]?.byteString, let certificates = statement["x5c"] else {
                throw .attestation
            }
            let chain = try Self.chain(certificates)
            guard chain.count == 1 else { throw .attestation }
            self = .fidoU2F(signature: Array(signature), certificate: chain[0])
        } else {
            throw .attestationFormat
        }
    }

    private static func chain(_ item: CBORItem) throws(WebAuthnRefusal) -> [Certificate] {
        var chain: [Certificate] = []
        guard let array = item.array, (1...10).contains(array.count) else { throw .attestation }
        for element in array {
            guard let der = element.byteString, let certificate = Certificate(der: Array(der).span) else {
                throw .attestation
            }
            chain.append(certificate)
        }
        return chain
    }
}
