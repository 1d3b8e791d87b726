import CanonicalCBOR

/// What an authenticator says and signs, Web Authentication level 3, section 6.1.
struct AuthenticatorData: Sendable {
    /// The flags of section 6.1, table 1.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8

        static let userPresent = Flags(rawValue: 0x01)
        static let userVerified = Flags(rawValue: 0x04)
        static let backupEligible = Flags(rawValue: 0x08)
        static let backedUp = Flags(rawValue: 0x10)
        static let attestedCredential = Flags(rawValue: 0x40)
        static let extensions = Flags(rawValue: 0x80)
    }

    /// A credential that was just made, section 6.5.1.
    struct AttestedCredential: Sendable {
        let aaguid: [UInt8]
        let id: [UInt8]
        let publicKey: COSEKey
    }

    /// The bytes that are signed.
    let bytes: [UInt8]

    let rpIDHash: [UInt8]
    let flags: Flags
    let signatureCounter: UInt32
    let attestedCredential: AttestedCredential?

    init(_ bytes: [UInt8]) throws(WebAuthnRefusal) {
        guard bytes.count >= 37 else { throw .malformed }
        self.bytes = bytes
        self.rpIDHash = Array(bytes[..<32])
        self.flags = Flags(rawValue: bytes[32])
        self.signatureCounter = bytes[33..<37].reduce(0) { number, byte in number << 8 | UInt32(byte) }
        var end = 37
        if self.flags.contains(.attestedCredential) {
            self.attestedCredential = try Self.attestedCredential(in: bytes, at: &end)
        } else {
            self.attestedCredential = nil
        }
        if self.flags.contains(.extensions) {
            guard let item = try? CBORItem(anyEncoding: bytes, from: end), item.map != nil else { throw .malformed }
            end = bytes.count
        }
        guard end == bytes.count else { throw .malformed }
    }

    private static func attestedCredential(
        in bytes: [UInt8],
        at position: inout Int
    ) throws(WebAuthnRefusal) -> AttestedCredential {
        guard bytes.count - position >= 18 else { throw .malformed }
        let aaguid = Array(bytes[position..<position + 16])
        let count = Int(bytes[position + 16]) << 8 | Int(bytes[position + 17])
        let start = position + 18
        // Section 7.1, step 24: longer ones are refused.
        guard (1...1023).contains(count), bytes.count - start >= count else { throw .malformed }
        let keyStart = start + count
        // The key ends where its CBOR does; what follows are the extensions.
        guard let (item, end) = try? CBORItem.first(ofAnyEncoding: bytes, from: keyStart) else { throw .malformed }
        position = end
        return AttestedCredential(aaguid: aaguid, id: Array(bytes[start..<keyStart]), publicKey: try COSEKey(item))
    }
}
