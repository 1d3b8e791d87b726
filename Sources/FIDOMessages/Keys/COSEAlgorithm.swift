/// A signature algorithm by its number in the COSE registry, RFC 8152, section 16.4.
package struct COSEAlgorithm: RawRepresentable, Equatable, Sendable {
    package var rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// ECDSA on P-256 with SHA-256.
    package static let es256 = COSEAlgorithm(rawValue: -7)

    /// EdDSA on Ed25519.
    package static let edDSA = COSEAlgorithm(rawValue: -8)
}
