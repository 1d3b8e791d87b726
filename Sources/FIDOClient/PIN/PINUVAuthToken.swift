package import FIDOMessages

/// A pinUvAuthToken as the platform holds it; CTAP 2.1, section 6.5.2.
package struct PINUVAuthToken: Sendable {
    package let pinProtocol: PINProtocol
    private var bytes: [UInt8]

    /// A decrypted token.
    package init(_ pinProtocol: PINProtocol, bytes: [UInt8]) {
        self.pinProtocol = pinProtocol
        self.bytes = bytes
    }

    /// `authenticate(pinUvAuthToken, message)`.
    package func authorization(of message: [UInt8], _ cryptography: some PINCryptography) -> TokenAuthorization {
        TokenAuthorization(
            parameter: self.pinProtocol.authenticate(message, key: self.bytes, cryptography: cryptography),
            protocolNumber: UInt64(self.pinProtocol.rawValue)
        )
    }

    /// Overwrites the token.
    package mutating func wipe() {
        self.bytes.wipe()
    }
}
