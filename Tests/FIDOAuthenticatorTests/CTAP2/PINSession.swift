import AuthenticatorCrypto
import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import LibCrypto
import Testing

/// The platform's half of a PIN/UV auth protocol; CTAP 2.1, sections 6.5.6 and 6.5.7.
///
/// It is written apart from the authenticator's.
struct PINSession {
    /// Permissions, section 6.5.5.7.
    static let makeCredential: Int64 = 0x01
    static let getAssertion: Int64 = 0x02
    static let credentialManagement: Int64 = 0x04
    static let largeBlobWrite: Int64 = 0x10
    static let configuration: Int64 = 0x20

    let number: Int64
    private let publicKey: [UInt8]
    private let hmacKey: [UInt8]
    private let cipherKey: [UInt8]

    /// Agrees on a secret with the authenticator.
    init(_ number: Int64, with platform: inout Platform) throws {
        self.number = number
        var request = Request(0x06)
        request[1] = .number(number)
        request[2] = .number(0x02)
        let peer = try #require(try platform.answer(request.message)[1]?.map)
        #expect(peer[3]?.integer == -25)
        let point = [UInt8](try #require(peer[-2]?.byteString)) + [UInt8](try #require(peer[-3]?.byteString))
        var environment = LibCryptoEnvironment(attestation: nil)
        let made = environment.makeKeyPair(.es256)
        let pair = try #require(made)
        let secret = environment.sharedSecret(privateKey: pair.privateKey.span, publicKey: point.span)
        let shared = try #require(secret)
        self.publicKey = pair.publicKey
        if number == 1 {
            self.hmacKey = try HashFunction.sha256.digest(of: shared.span)
            self.cipherKey = self.hmacKey
        } else {
            let salt = [UInt8](repeating: 0, count: 32)
            let extracted = environment.hmacSHA256(shared.span, key: salt.span)
            let hmacInfo = [UInt8]("CTAP2 HMAC key".utf8) + [1]
            let cipherInfo = [UInt8]("CTAP2 AES key".utf8) + [1]
            self.hmacKey = environment.hmacSHA256(hmacInfo.span, key: extracted.span)
            self.cipherKey = environment.hmacSHA256(cipherInfo.span, key: extracted.span)
        }
    }

    // MARK: Requests

    func setPIN(_ pin: String) throws -> Request {
        let encrypted = try self.encrypted(Self.padded(pin))
        var request = self.request(0x03)
        request[4] = .bytes(self.authentication(of: encrypted))
        request[5] = .bytes(encrypted)
        return request
    }

    func changePIN(_ pin: String, to newPIN: String) throws -> Request {
        let encrypted = try self.encrypted(Self.padded(newPIN))
        let hash = try self.encryptedHash(of: pin)
        var request = self.request(0x04)
        request[4] = .bytes(self.authentication(of: encrypted + hash))
        request[5] = .bytes(encrypted)
        request[6] = .bytes(hash)
        return request
    }

    /// getPinToken, or with permissions the later subcommand.
    func getToken(_ pin: String, permissions: Int64? = nil, rpID: String? = nil) throws -> Request {
        var request = self.request(permissions == nil ? 0x05 : 0x09)
        request[6] = .bytes(try self.encryptedHash(of: pin))
        request[9] = permissions.map { .number($0) }
        request[10] = rpID.map { .text($0) }
        return request
    }

    private func request(_ subcommand: Int64) -> Request {
        var request = Request(0x06)
        request[1] = .number(self.number)
        request[2] = .number(subcommand)
        request[3] = .keyAgreement(self.publicKey)
        return request
    }

    /// The input of hmac-secret.
    func hmacSecret(salts: [UInt8]) throws -> Parameter {
        let encrypted = try self.encrypted(salts)
        return .map { input in
            input.add(1) { $0.item(encoded: Parameter.keyAgreement(self.publicKey).encoded[...]) }
            input.add(2) { $0.byteString(encrypted) }
            input.add(3) { $0.byteString(self.authentication(of: encrypted)) }
            input.add(4) { $0.integer(self.number) }
        }
    }

    // MARK: The protocol

    /// `authenticate(key, message)`, by the agreed secret or by a token.
    func authentication(of message: [UInt8], token: [UInt8]? = nil) -> [UInt8] {
        let key = token ?? self.hmacKey
        let code = LibCryptoEnvironment(attestation: nil).hmacSHA256(message.span, key: key.span)
        return self.number == 1 ? [UInt8](code[..<16]) : code
    }

    func encrypted(_ plaintext: [UInt8]) throws -> [UInt8] {
        let vector = [UInt8](repeating: self.number == 1 ? 0 : 0x5a, count: 16)
        guard !plaintext.isEmpty else { return self.number == 1 ? [] : vector }
        let environment = LibCryptoEnvironment(attestation: nil)
        let ciphertext = environment.encryptAES256CBC(
            plaintext.span,
            key: self.cipherKey.span,
            initializationVector: vector.span
        )
        return (self.number == 1 ? [] : vector) + (try #require(ciphertext))
    }

    func decrypted(_ message: [UInt8]) throws -> [UInt8] {
        let vector = self.number == 1 ? [UInt8](repeating: 0, count: 16) : [UInt8](message[..<16])
        let ciphertext = self.number == 1 ? message : [UInt8](message[16...])
        let plaintext = LibCryptoEnvironment(attestation: nil).decryptAES256CBC(
            ciphertext.span,
            key: self.cipherKey.span,
            initializationVector: vector.span
        )
        return try #require(plaintext)
    }

    private func encryptedHash(of pin: String) throws -> [UInt8] {
        let digest = try HashFunction.sha256.digest(of: [UInt8](pin.utf8).span)
        return try self.encrypted([UInt8](digest[..<16]))
    }

    private static func padded(_ pin: String) -> [UInt8] {
        let bytes = [UInt8](pin.utf8)
        return bytes + [UInt8](repeating: 0, count: max(0, 64 - bytes.count))
    }
}
