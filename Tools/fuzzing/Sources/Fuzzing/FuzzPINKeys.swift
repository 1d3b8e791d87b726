import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages

/// The platform's half of a PIN/UV auth protocol, CTAP 2.1, sections 6.5.6 and 6.5.7.
struct FuzzPINKeys {
    let number: UInt8
    private let publicKey: [UInt8]
    private let authenticationKey: [UInt8]
    private let cipherKey: [UInt8]

    init?(number: UInt8, peer: [UInt8], environment: inout FuzzEnvironment) {
        guard
            let pair = environment.makeKeyPair(.es256),
            let point = environment.sharedSecret(privateKey: pair.privateKey.span, publicKey: peer.span)
        else { return nil }
        self.number = number
        self.publicKey = pair.publicKey
        guard number == 2 else {
            self.authenticationKey = environment.sha256(point.span)
            self.cipherKey = self.authenticationKey
            return
        }
        let salt = [UInt8](repeating: 0, count: 32)
        let extracted = environment.hmacSHA256(point.span, key: salt.span)
        let authenticationLabel = Array("CTAP2 HMAC key".utf8) + [1]
        let cipherLabel = Array("CTAP2 AES key".utf8) + [1]
        self.authenticationKey = environment.hmacSHA256(authenticationLabel.span, key: extracted.span)
        self.cipherKey = environment.hmacSHA256(cipherLabel.span, key: extracted.span)
    }

    func encrypt(_ plaintext: [UInt8], environment: inout FuzzEnvironment) -> [UInt8]? {
        let vector =
            self.number == 2 ? environment.randomBytes(count: 16) : [UInt8](repeating: 0, count: 16)
        guard
            let vector,
            let ciphertext = environment.encryptAES256CBC(
                plaintext.span,
                key: self.cipherKey.span,
                initializationVector: vector.span
            )
        else { return nil }
        return self.number == 2 ? vector + ciphertext : ciphertext
    }

    func decrypt(_ ciphertext: [UInt8], environment: FuzzEnvironment) -> [UInt8]? {
        guard self.number == 1 || ciphertext.count >= 16 else { return nil }
        let vector = self.number == 2 ? Array(ciphertext[..<16]) : [UInt8](repeating: 0, count: 16)
        let blocks = self.number == 2 ? Array(ciphertext[16...]) : ciphertext
        return environment.decryptAES256CBC(
            blocks.span,
            key: self.cipherKey.span,
            initializationVector: vector.span
        )
    }

    /// `authenticate` with a key, the agreed one if none is given; the first protocol keeps 16 bytes.
    func authenticate(_ message: [UInt8], key: [UInt8]? = nil, environment: FuzzEnvironment) -> [UInt8] {
        let key = key ?? self.authenticationKey
        let code = environment.hmacSHA256(message.span, key: key.span)
        return self.number == 2 ? code : Array(code.prefix(16))
    }

    /// The public key as COSE has it.
    func write(to writer: inout CBORWriter) {
        writer.map { members in
            members.add(1) { $0.unsignedInteger(2) }
            members.add(3) { $0.integer(-25) }
            members.add(-1) { $0.unsignedInteger(1) }
            members.add(-2) { $0.byteString(Array(self.publicKey.prefix(32))) }
            members.add(-3) { $0.byteString(Array(self.publicKey.suffix(32))) }
        }
    }
}
