import CanonicalCBOR
import LibCrypto
import Testing

/// Authenticator data, read as a relying party does; WebAuthn, section 6.1.
struct TokenData {
    let rpIDHash: [UInt8]
    let flags: UInt8
    let counter: UInt32
    let aaguid: [UInt8]?
    let credentialID: [UInt8]?

    /// The COSE key, as it is encoded.
    let publicKey: [UInt8]?

    let extensions: CBORMap?

    var isUserPresent: Bool { self.flags & 0x01 != 0 }
    var isUserVerified: Bool { self.flags & 0x04 != 0 }

    init(_ bytes: [UInt8]) throws {
        try #require(bytes.count >= 37)
        self.rpIDHash = [UInt8](bytes[..<32])
        self.flags = bytes[32]
        self.counter = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[37...]
        if self.flags & 0x40 != 0 {
            self.aaguid = [UInt8](rest.prefix(16))
            let idStart = rest.startIndex + 18
            let idCount = Int(bytes[idStart - 2]) << 8 | Int(bytes[idStart - 1])
            self.credentialID = [UInt8](bytes[idStart..<idStart + idCount])
            rest = rest[(idStart + idCount)...]
            // The key ends where the bytes behind it would be too many.
            var end = rest.endIndex
            do throws(CBORError) {
                _ = try CBORItem(parsing: [UInt8](rest))
            } catch {
                try #require(error.rule == .trailingBytes)
                end = rest.startIndex + error.offset
            }
            self.publicKey = [UInt8](rest[..<end])
            rest = rest[end...]
        } else {
            self.aaguid = nil
            self.credentialID = nil
            self.publicKey = nil
        }
        self.extensions = self.flags & 0x80 == 0 ? nil : try CBORItem(parsing: [UInt8](rest)).map
        #expect(self.flags & 0x80 != 0 || rest.isEmpty)
    }

    /// Whether a signature is by the key of this credential.
    func isSignature(_ signature: [UInt8], of message: [UInt8]) throws -> Bool {
        let encoded = try #require(self.publicKey)
        let key = try #require(try CBORItem(parsing: encoded).map)
        let x = [UInt8](try #require(key[-2]?.byteString))
        if key[3]?.integer == -8 {
            return try Ed25519.isValid(signature.span, for: message.span, publicKey: x.span)
        }
        let y = [UInt8](try #require(key[-3]?.byteString))
        let point = P256PublicKey(x: x.span, y: y.span)
        let publicKey = try #require(point)
        let digest = try HashFunction.sha256.digest(of: message.span)
        return try publicKey.isValid(encodedSignature: signature.span, for: digest.span)
    }
}
