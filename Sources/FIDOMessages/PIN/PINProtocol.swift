/// A PIN/UV auth protocol; CTAP 2.1, sections 6.5.6 and 6.5.7.
package enum PINProtocol: UInt8, Sendable {
    case one = 1
    case two = 2

    /// `authenticate(key, message)`: HMAC-SHA-256, of which the first protocol sends 16 bytes.
    package func authenticate<Cryptography: PINCryptography>(
        _ message: [UInt8],
        key: [UInt8],
        cryptography: Cryptography
    ) -> [UInt8] {
        let code = cryptography.hmacSHA256(message.span, key: key.span)
        return self == .one ? [UInt8](code.prefix(16)) : code
    }

    /// `verify(key, message, signature)`, in constant time.
    package func verify<Cryptography: PINCryptography>(
        _ message: [UInt8],
        signature: ArraySlice<UInt8>,
        key: [UInt8],
        environment: Cryptography
    ) -> Bool {
        self.authenticate(message, key: key, cryptography: environment).isEqualInConstantTime(to: signature)
    }
}
