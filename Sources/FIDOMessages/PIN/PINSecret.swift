/// The secret that platform and authenticator agreed on, and what a PIN/UV auth protocol does with it; CTAP 2.1,
/// sections 6.5.6 and 6.5.7.
package struct PINSecret: Sendable {
    package let pinProtocol: PINProtocol
    private var hmacKey: [UInt8]
    private var cipherKey: [UInt8]

    /// `kdf(Z)` of the x-coordinate *Z* of the shared point.
    package init<Environment: PINCryptography>(
        _ pinProtocol: PINProtocol,
        sharedPoint: [UInt8],
        environment: Environment
    ) {
        self.pinProtocol = pinProtocol
        switch pinProtocol {
        case .one:
            let key = environment.sha256(sharedPoint.span)
            self.hmacKey = key
            self.cipherKey = key
        case .two:
            // HKDF-SHA-256, RFC 5869, with a salt of 32 zeros and one block of output.
            let salt = [UInt8](repeating: 0, count: 32)
            let pseudoRandomKey = environment.hmacSHA256(sharedPoint.span, key: salt.span)
            func expanded(_ info: String) -> [UInt8] {
                var message = [UInt8](info.utf8)
                message.append(1)
                return environment.hmacSHA256(message.span, key: pseudoRandomKey.span)
            }
            self.hmacKey = expanded("CTAP2 HMAC key")
            self.cipherKey = expanded("CTAP2 AES key")
        }
    }

    /// `encrypt(key, demPlaintext)`; `nil` if the environment cannot.
    package func encrypt<Environment: PINCryptography>(
        _ plaintext: [UInt8],
        environment: inout Environment
    ) -> [UInt8]? {
        switch self.pinProtocol {
        case .one:
            let zeros = [UInt8](repeating: 0, count: 16)
            return environment.encryptAES256CBC(
                plaintext.span,
                key: self.cipherKey.span,
                initializationVector: zeros.span
            )
        case .two:
            guard
                let vector = environment.randomBytes(count: 16),
                let ciphertext = environment.encryptAES256CBC(
                    plaintext.span,
                    key: self.cipherKey.span,
                    initializationVector: vector.span
                )
            else { return nil }
            return vector + ciphertext
        }
    }

    /// `decrypt(key, demCiphertext)`; `nil` for what cannot be a ciphertext.
    package func decrypt<Environment: PINCryptography>(_ message: [UInt8], environment: Environment) -> [UInt8]? {
        guard message.count.isMultiple(of: 16) else { return nil }
        switch self.pinProtocol {
        case .one:
            let zeros = [UInt8](repeating: 0, count: 16)
            return environment.decryptAES256CBC(
                message.span,
                key: self.cipherKey.span,
                initializationVector: zeros.span
            )
        case .two:
            guard message.count >= 16 else { return nil }
            return environment.decryptAES256CBC(
                message.span.extracting(16...),
                key: self.cipherKey.span,
                initializationVector: message.span.extracting(0..<16)
            )
        }
    }

    /// `verify(key, message, signature)`.
    package func verify<Environment: PINCryptography>(
        _ message: [UInt8],
        signature: ArraySlice<UInt8>,
        environment: Environment
    ) -> Bool {
        self.pinProtocol.verify(message, signature: signature, key: self.hmacKey, environment: environment)
    }

    /// `authenticate(key, message)`.
    package func authenticate<Cryptography: PINCryptography>(
        _ message: [UInt8],
        cryptography: Cryptography
    ) -> [UInt8] {
        self.pinProtocol.authenticate(message, key: self.hmacKey, cryptography: cryptography)
    }

    /// Overwrites the keys.
    package mutating func wipe() {
        self.hmacKey.wipe()
        self.cipherKey.wipe()
    }
}
