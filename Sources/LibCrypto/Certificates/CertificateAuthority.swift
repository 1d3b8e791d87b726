/// A root that certifies attestation keys of devices that exist in software only.
package struct CertificateAuthority: ~Copyable, Sendable {
    /// The root's own certificate.
    package let certificate: Certificate

    private let name: CertificateName
    private let key: P256PrivateKey

    /// Makes a root with a fresh key.
    package init(name: CertificateName) throws(LibCryptoFailure) {
        let key = try P256PrivateKey.generate()
        let template = CertificateTemplate(
            subject: name,
            publicKey: try key.publicKey(),
            isAuthority: true,
            extensions: []
        )
        self.certificate = try template.signed(by: key, issuer: name)
        self.name = name
        self.key = key
    }

    /// Puts a root back from the text of its key and its certificate, in PEM.
    package init(name: CertificateName, text: Span<UInt8>) throws(AttestationIdentityError) {
        let certificates: [Certificate]
        do {
            certificates = try PEM.certificates(in: text)
        } catch {
            throw .chain(error)
        }
        let key: P256PrivateKey
        do {
            key = try PEM.privateKey(in: text)
        } catch {
            throw .key(error)
        }
        guard let certificate = certificates.first else { throw .noCertificate }
        let publicKey: P256PublicKey
        do {
            publicKey = try key.publicKey()
        } catch {
            throw .library(error)
        }
        guard certificate.publicKey == publicKey else { throw .otherKey }
        self.certificate = certificate
        self.name = name
        self.key = key
    }

    /// The key in PEM, for whoever stores the root.
    package borrowing func keyText() throws(LibCryptoFailure) -> SecretBytes {
        try PEM.text(of: self.key)
    }

    /// Certifies a key that certifies nothing itself.
    package borrowing func issue(
        to subject: CertificateName,
        publicKey: P256PublicKey,
        extensions: [CertificateExtension]
    ) throws(LibCryptoFailure) -> Certificate {
        let template = CertificateTemplate(
            subject: subject,
            publicKey: publicKey,
            isAuthority: false,
            extensions: extensions
        )
        return try template.signed(by: self.key, issuer: self.name)
    }
}
