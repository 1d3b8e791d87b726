/// Authenticator data, what a signature is about; WebAuthn, section 6.1.
package enum AuthenticatorData {
    package static let userPresent: UInt8 = 0x01
    package static let userVerified: UInt8 = 0x04
    package static let hasAttestedCredential: UInt8 = 0x40
    package static let hasExtensions: UInt8 = 0x80

    /// The bytes; room is kept for the client data hash that follows when they are signed.
    package static func encoded(
        rpIDHash: [UInt8],
        flags: UInt8,
        counter: UInt32,
        attestedCredential: [UInt8] = [],
        extensions: [UInt8] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(37 + attestedCredential.count + extensions.count + 32)
        bytes.append(contentsOf: rpIDHash)
        bytes.append(flags)
        for shift in [UInt32(24), 16, 8, 0] {
            bytes.append(UInt8(truncatingIfNeeded: counter &>> shift))
        }
        bytes.append(contentsOf: attestedCredential)
        bytes.append(contentsOf: extensions)
        return bytes
    }
}
