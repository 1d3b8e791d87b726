/// An extension of a certificate, RFC 5280, section 4.2.
package struct CertificateExtension: Equatable, Sendable {
    /// In dotted digits.
    package let objectIdentifier: String

    /// Whether a verifier that does not know it must refuse.
    package let isCritical: Bool

    /// The DER that stands in it.
    package let value: [UInt8]

    package init(objectIdentifier: String, isCritical: Bool, value: [UInt8]) {
        self.objectIdentifier = objectIdentifier
        self.isCritical = isCritical
        self.value = value
    }
}
