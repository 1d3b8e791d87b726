import LibCrypto
import Testing

@Suite("Certificates")
struct CertificateTests {
    private static let rootName = CertificateName(
        country: "DK",
        organization: "Example",
        organizationalUnit: "Roots",
        commonName: "Example root"
    )
    private static let leafName = CertificateName(
        country: "DK",
        organization: "Example",
        organizationalUnit: "Authenticator Attestation",
        commonName: "Example batch"
    )
    private let now = 1_795_000_000

    private func issue(
        under root: borrowing CertificateAuthority,
        to key: borrowing P256PrivateKey
    ) throws -> Certificate {
        try root.issue(
            to: Self.leafName,
            publicKey: key.publicKey(),
            extensions: [
                CertificateExtension(objectIdentifier: "1.2.3.4", isCritical: false, value: [0x04, 0x01, 0x07])
            ]
        )
    }

    @Test func saysWhatItWasMadeWith() throws {
        let root = try CertificateAuthority(name: Self.rootName)
        let key = try P256PrivateKey.generate()
        let leaf = try self.issue(under: root, to: key)
        #expect(leaf.version == 3)
        #expect(leaf.publicKey == (try key.publicKey()))
        #expect(!leaf.isAuthority)
        #expect(root.certificate.isAuthority)
        #expect(leaf.subject == "CN=Example batch,OU=Authenticator Attestation,O=Example,C=DK")
        #expect(leaf.subjectValues(of: .country) == ["DK"])
        #expect(leaf.subjectValues(of: .organization) == ["Example"])
        #expect(leaf.subjectValues(of: .organizationalUnit) == ["Authenticator Attestation"])
        #expect(leaf.subjectValues(of: .commonName) == ["Example batch"])
        let found = try #require(leaf.certificateExtension("1.2.3.4"))
        #expect(
            found == CertificateExtension(objectIdentifier: "1.2.3.4", isCritical: false, value: [0x04, 0x01, 0x07])
        )
        #expect(leaf.certificateExtension("2.5.29.19")?.isCritical == true)
        #expect(leaf.certificateExtension("1.2.3.5") == nil)
        #expect(leaf.certificateExtension("no digits") == nil)
    }

    @Test func leadsToItsRootAndToNoOther() throws {
        let root = try CertificateAuthority(name: Self.rootName)
        let impostor = try CertificateAuthority(name: Self.rootName)
        let leaf = try self.issue(under: root, to: P256PrivateKey.generate())
        #expect(try CertificateChain.isTrusted([leaf], under: [root.certificate], at: self.now))
        #expect(try CertificateChain.isTrusted([leaf, root.certificate], under: [root.certificate], at: self.now))
        #expect(try CertificateChain.isTrusted([leaf], under: [impostor.certificate, root.certificate], at: self.now))
        #expect(try !CertificateChain.isTrusted([leaf], under: [impostor.certificate], at: self.now))
        #expect(try !CertificateChain.isTrusted([leaf, root.certificate], under: [], at: self.now))
        #expect(try !CertificateChain.isTrusted([], under: [root.certificate], at: self.now))
        // Trusting the certificate itself is enough.
        #expect(try CertificateChain.isTrusted([leaf], under: [leaf], at: self.now))
    }

    @Test func certifiesNothingFromAKeyThatMayNot() throws {
        let root = try CertificateAuthority(name: Self.rootName)
        let middleKey = try P256PrivateKey.generate()
        let middle = try self.issue(under: root, to: middleKey)
        let identity = try AttestationIdentity(key: middleKey, chain: [middle])
        #expect(identity.chain == [middle])
        let other = try self.issue(under: root, to: P256PrivateKey.generate())
        #expect(try !CertificateChain.isTrusted([other, middle], under: [middle], at: self.now))
    }

    @Test func isValidFrom2020OnForEver() throws {
        let root = try CertificateAuthority(name: Self.rootName)
        let leaf = try self.issue(under: root, to: P256PrivateKey.generate())
        let roots = [root.certificate]
        #expect(try !CertificateChain.isTrusted([leaf], under: roots, at: 1_577_836_799))
        #expect(try CertificateChain.isTrusted([leaf], under: roots, at: 1_577_836_800))
        #expect(try CertificateChain.isTrusted([leaf], under: roots, at: 32_503_680_000))
    }

    @Test func readsNothingThatIsDamaged() throws {
        let root = try CertificateAuthority(name: Self.rootName)
        let der = root.certificate.der
        #expect(Certificate(der: der.span) == root.certificate)
        for count in stride(from: 0, to: der.count, by: 7) {
            let short = Array(der.prefix(count))
            #expect(Certificate(bytes: short) == nil)
        }
        #expect(Certificate(bytes: der + [0]) == nil)
        // Whatever a flipped bit makes of it, it does not lead to the root.
        for position in der.indices {
            var changed = der
            changed[position] ^= 0x10
            guard let certificate = Certificate(bytes: changed) else { continue }
            #expect(try !CertificateChain.isTrusted([certificate], under: [root.certificate], at: self.now))
        }
    }

    @Test func survivesBeingWrittenAndRead() throws {
        let root = try CertificateAuthority(name: Self.rootName)
        let key = try P256PrivateKey.generate()
        let publicKey = try key.publicKey()
        let leaf = try self.issue(under: root, to: key)
        let identity = try AttestationIdentity(key: key, chain: [leaf, root.certificate])
        let keyText = try identity.keyText()
        #expect(String(decoding: keyText.array, as: UTF8.self).hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let chainText = Array(("A line before.\n" + identity.chainText).utf8)
        let read = try keyText.withBytes { keyText in
            try AttestationIdentity(keyText: keyText, chainText: chainText.span)
        }
        #expect(read.chain == identity.chain)
        let digest = [UInt8](repeating: 9, count: 32)
        let signature = try read.encodedSignature(for: digest.span)
        #expect(try publicKey.isValid(encodedSignature: signature.span, for: digest.span))
    }

    @Test func joinsNoKeyWithForeignCertificates() throws {
        let root = try CertificateAuthority(name: Self.rootName)
        #expect(throws: AttestationIdentityError.otherKey) {
            try AttestationIdentity(key: P256PrivateKey.generate(), chain: [root.certificate])
        }
        #expect(throws: AttestationIdentityError.noCertificate) {
            try AttestationIdentity(key: P256PrivateKey.generate(), chain: [])
        }
    }

    @Test(arguments: [
        ("", PEMError.noKey),
        ("nonsense", .noKey),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", .noKey),
        // An Ed25519 key, RFC 8410, section 10.3.
        (
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """, .foreignKey
        ),
        (
            """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgD2tehp40XBgICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEA7QOGGnJ1GSzgG9mogNYTMEgZCg
            kbiyagNGJlHMZPg8738Db8y9IXODwZR7nvRcHVst81CPyPamCJ6O8WdWfIyfh4j2
            cU2VT3FOvWq3SwaLSrNIDY0+xgxtP5/7UOmYHOM/v0TAmvUekuqdPxwdVR0QMeCc
            3fkkEc1RqNs6tezxZ9YR6V+HrNHhaO/oTEmc1zALUQTQPzKv6w4J4OIloohSCd8=
            -----END ENCRYPTED PRIVATE KEY-----
            """, .encryptedKey
        ),
    ])
    func readsNoOtherKeys(text: String, error: PEMError) throws {
        #expect(throws: error) { _ = try PEM.privateKey(in: Array(text.utf8).span) }
    }

    @Test(arguments: [
        ("", PEMError.noCertificate),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", .damagedCertificate(number: 1)),
        ("-----BEGIN CERTIFICATE-----\nAA", .damagedCertificate(number: 1)),
    ])
    func readsNoOtherCertificates(text: String, error: PEMError) throws {
        #expect(throws: error) { _ = try PEM.certificates(in: Array(text.utf8).span) }
    }

    /// Made by openssl(1): `ecparam -name prime256v1 -genkey -noout`.
    @Test func readsAKeyThatAnotherProgramMade() throws {
        let text = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIOH6gjVm65ddRqolMLYcGXKakCgVrzCld3U24GUqebdRoAoGCCqGSM49
            AwEHoUQDQgAERpRHlStj1tPDUxtRAkx58El4PEs1Ksl3+vTNnSGXiMKX8NClJxSK
            z3q7wAcshBAwZSORZkAMNwoHnzYu7A3Zsg==
            -----END EC PRIVATE KEY-----
            """
        let key = try PEM.privateKey(in: Array(text.utf8).span)
        let x = bytes(hex: "46944795 2b63d6d3 c3531b51 024c79f0 49783c4b 352ac977 faf4cd9d 219788c2")
        #expect(try key.publicKey().x == x)
    }
}
