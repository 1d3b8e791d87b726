import CanonicalCBOR
import FIDOAuthenticator
import LibCrypto
import Testing

/// What makeCredential answered, read and checked as a relying party does.
struct Registration {
    let format: String
    let data: TokenData
    let isEnterprise: Bool?
    let largeBlobKey: [UInt8]?

    /// The first certificate of the statement, in DER.
    let certificate: [UInt8]?

    /// Whether the statement's signature is of this credential, by its certificate's key or by its own.
    let isAttested: Bool

    var id: [UInt8] { self.data.credentialID ?? [] }

    init(_ answer: CBORMap) throws {
        let bytes = [UInt8](try #require(answer[2]?.byteString))
        self.data = try TokenData(bytes)
        self.format = String(decoding: try #require(answer[1]?.textString), as: UTF8.self)
        self.isEnterprise = answer[4]?.boolean
        self.largeBlobKey = answer[5]?.byteString.map { [UInt8]($0) }
        let statement = try #require(answer[3]?.map)
        var chain = statement["x5c"]?.array?.makeIterator()
        self.certificate = chain?.next()?.byteString.map { [UInt8]($0) }
        guard let signature = statement["sig"]?.byteString else {
            self.isAttested = false
            return
        }
        let signed = bytes + Platform.clientDataHash
        if let certificate = self.certificate {
            let key = try #require(Self.publicKey(ofCertificate: certificate))
            let digest = try HashFunction.sha256.digest(of: signed.span)
            self.isAttested = try key.isValid(encodedSignature: [UInt8](signature).span, for: digest.span)
        } else {
            self.isAttested = try self.data.isSignature([UInt8](signature), of: signed)
        }
    }

    private static func publicKey(ofCertificate der: [UInt8]) -> P256PublicKey? {
        Certificate(der: der.span)?.publicKey
    }
}
