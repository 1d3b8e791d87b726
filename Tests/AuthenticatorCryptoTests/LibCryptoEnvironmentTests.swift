import AuthenticatorCrypto
import FIDOAuthenticator
import FIDOMessages
import LibCrypto
import Testing

@Suite("An authenticator's environment on a host")
struct LibCryptoEnvironmentTests {
    private let message = Array("authenticator data and client data hash".utf8)

    @Test func signsWithTheKeysItMakes() throws {
        var environment = LibCryptoEnvironment(attestation: nil)
        // More keys than stay loaded, each signing again after others did.
        var pairs: [KeyPair] = []
        for _ in 0..<20 { pairs.append(try #require(environment.makeKeyPair(.es256) as KeyPair?)) }
        for pair in pairs + pairs.reversed() {
            let publicKey = environment.publicKey(of: pair.privateKey.span, algorithm: .es256)
            #expect(publicKey == pair.publicKey)
            let signature =
                environment.signature(
                    of: self.message.span,
                    privateKey: pair.privateKey.span,
                    algorithm: .es256
                ) ?? []
            let key = P256PublicKey(uncompressed: ([0x04] + pair.publicKey).span)
            let digest = environment.sha256(self.message.span)
            #expect(try key?.isValid(encodedSignature: signature.span, for: digest.span) == true)
        }
    }

    @Test func signsWithEd25519() throws {
        var environment = LibCryptoEnvironment(attestation: nil)
        let pair = try #require(environment.makeKeyPair(.edDSA) as KeyPair?)
        let publicKey = environment.publicKey(of: pair.privateKey.span, algorithm: .edDSA)
        #expect(publicKey == pair.publicKey)
        let signature =
            environment.signature(
                of: self.message.span,
                privateKey: pair.privateKey.span,
                algorithm: .edDSA
            ) ?? []
        #expect(try Ed25519.isValid(signature.span, for: self.message.span, publicKey: pair.publicKey.span))
    }

    @Test func doesWhatItSaysItSupports() {
        var environment = LibCryptoEnvironment(attestation: nil)
        for number in -260...10 {
            let algorithm = COSEAlgorithm(rawValue: Int64(number))
            #expect((environment.makeKeyPair(algorithm) != nil) == environment.supports(algorithm))
        }
        #expect(environment.supports(.es256))
    }

    @Test func agreesOnASecretFromBothSides() throws {
        var environment = LibCryptoEnvironment(attestation: nil)
        let mine = try #require(environment.makeKeyPair(.es256) as KeyPair?)
        let yours = try #require(environment.makeKeyPair(.es256) as KeyPair?)
        let secret = environment.sharedSecret(privateKey: mine.privateKey.span, publicKey: yours.publicKey.span)
        #expect(secret?.count == 32)
        let same = environment.sharedSecret(privateKey: yours.privateKey.span, publicKey: mine.publicKey.span)
        #expect(secret == same)
        var beside = yours.publicKey
        beside[63] ^= 1
        for wrong in [beside, Array(beside.prefix(32)), []] {
            let none = environment.sharedSecret(privateKey: mine.privateKey.span, publicKey: wrong.span)
            #expect(none == nil)
        }
    }

    @Test func doesNothingWithWhatIsNoKey() {
        var environment = LibCryptoEnvironment(attestation: nil)
        let message = self.message
        for count in [0, 31, 32, 33] {
            let zeros = [UInt8](repeating: 0, count: count)
            let signature = environment.signature(of: message.span, privateKey: zeros.span, algorithm: .es256)
            let publicKey = environment.publicKey(of: zeros.span, algorithm: .es256)
            #expect(signature == nil)
            #expect(publicKey == nil)
        }
        let iv = [UInt8](repeating: 0, count: 16)
        let short = [UInt8](repeating: 0, count: 31)
        let key = iv + iv
        let encrypted = environment.encryptAES256CBC(iv.span, key: short.span, initializationVector: iv.span)
        let decrypted = environment.decryptAES256CBC(short.span, key: key.span, initializationVector: iv.span)
        #expect(encrypted == nil)
        #expect(decrypted == nil)
    }

    @Test func hashesAsLibcryptoDoes() throws {
        let environment = LibCryptoEnvironment(attestation: nil)
        for count in 0..<200 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            let code = try MessageAuthentication.code(for: self.message.span, key: bytes.span, hash: .sha256)
            let mine = environment.hmacSHA256(self.message.span, key: bytes.span)
            #expect(mine == code)
            let digest = try HashFunction.sha256.digest(of: bytes.span)
            let hash = environment.sha256(bytes.span)
            #expect(hash == digest)
        }
    }

    @Test func decryptsWhatItEncrypted() throws {
        var environment = LibCryptoEnvironment(attestation: nil)
        let key = try #require(environment.randomBytes(count: 32) as [UInt8]?)
        let iv = try #require(environment.randomBytes(count: 16) as [UInt8]?)
        let text = try #require(environment.randomBytes(count: 48) as [UInt8]?)
        let encrypted = try #require(
            environment.encryptAES256CBC(text.span, key: key.span, initializationVector: iv.span) as [UInt8]?
        )
        #expect(encrypted != text)
        let decrypted = environment.decryptAES256CBC(encrypted.span, key: key.span, initializationVector: iv.span)
        #expect(decrypted == text)
    }

    @Test(arguments: AuthenticatorProfile.named)
    func attestsUnderATestRoot(profile: AuthenticatorProfile) throws {
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        let environment = LibCryptoEnvironment(attestation: try .make(for: profile, under: root))
        #expect(environment.attestationCertificates(.enterprise).isEmpty)
        #expect(environment.attestationSignature(of: self.message.span, .enterprise) == nil)
        let ders = environment.attestationCertificates(.batch)
        let first = try #require(ders.first)
        let certificate = try #require(Certificate(der: first.span) as Certificate?)
        #expect(try CertificateChain.isTrusted([certificate], under: [root.certificate], at: 1_795_000_000))
        #expect(certificate.version == 3)
        #expect(!certificate.isAuthority)
        #expect(certificate.subjectValues(of: .organizationalUnit) == ["Authenticator Attestation"])
        let aaguid = certificate.certificateExtension(AttestationIdentity.aaguidExtension)
        #expect(aaguid?.isCritical == false)
        #expect(aaguid?.value == [0x04, 0x10] + profile.aaguid)
        let digest = environment.sha256(self.message.span)
        let signature = environment.attestationSignature(of: self.message.span, .batch) ?? []
        #expect(try certificate.publicKey?.isValid(encodedSignature: signature.span, for: digest.span) == true)
    }
}
