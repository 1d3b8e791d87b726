package import FIDOAuthenticator
package import LibCrypto

extension AttestationIdentity {
    /// The name of a root whose keys stand for no maker of hardware.
    package static let testRootName = CertificateName(
        country: "DK",
        organization: "mitid-tokens",
        organizationalUnit: "Test Attestation Root",
        commonName: "mitid-tokens virtual authenticators"
    )

    /// id-fido-gen-ce-aaguid, Web Authentication level 3, section 8.2.1.
    package static let aaguidExtension = "1.3.6.1.4.1.45724.1.1.4"

    /// id-fido-gen-ce-sernum, Web Authentication level 3, section 8.2.2.
    package static let serialNumberExtension = "1.3.6.1.4.1.45724.1.1.2"

    /// id-fido-u2f-ce-transports, FIDO U2F Authenticator Transports Extension, section 3.1.
    package static let transportsExtension = "1.3.6.1.4.1.45724.2.1.1"

    /// Makes an attestation key for a model, with the certificate that packed and fido-u2f attestation ask for, Web
    /// Authentication level 3, sections 8.2.1 and 8.6.
    ///
    /// - Parameters:
    ///   - profile: The model, whose AAGUID the certificate names.
    ///   - deviceSerialNumber: The one device it is for, of enterprise attestation; section 8.2.2.
    ///   - root: Who certifies it.
    /// - Returns: The identity; its chain leaves the root out.
    /// - Throws: ``AttestationIdentityError``.
    package static func make(
        for profile: AuthenticatorProfile,
        deviceSerialNumber: String? = nil,
        under root: borrowing CertificateAuthority
    ) throws(AttestationIdentityError) -> AttestationIdentity {
        let subject = CertificateName(
            country: "DK",
            organization: "mitid-tokens",
            organizationalUnit: "Authenticator Attestation",
            commonName: "mitid-tokens \(profile.name)" + (deviceSerialNumber.map { " \($0)" } ?? "")
        )
        // An octet string of the AAGUID, and the bit string { uSB (2), nFC (3) }.
        let octetString: [UInt8] = [0x04, UInt8(truncatingIfNeeded: profile.aaguid.count)] + profile.aaguid
        var extensions = [
            CertificateExtension(objectIdentifier: Self.aaguidExtension, isCritical: false, value: octetString),
            CertificateExtension(
                objectIdentifier: Self.transportsExtension,
                isCritical: false,
                value: [0x03, 0x02, 0x04, 0x30]
            ),
        ]
        if let serialNumber = deviceSerialNumber.map({ Array($0.utf8) }) {
            extensions.append(
                CertificateExtension(
                    objectIdentifier: Self.serialNumberExtension,
                    isCritical: false,
                    value: [0x04, UInt8(truncatingIfNeeded: serialNumber.count)] + serialNumber
                )
            )
        }
        let key = try Self.makeKey()
        let certificate: Certificate
        do {
            certificate = try root.issue(to: subject, publicKey: key.publicKey(), extensions: extensions)
        } catch {
            throw .library(error)
        }
        return try AttestationIdentity(key: key, chain: [certificate])
    }

    private static func makeKey() throws(AttestationIdentityError) -> P256PrivateKey {
        do {
            return try P256PrivateKey.generate()
        } catch {
            throw .library(error)
        }
    }
}
