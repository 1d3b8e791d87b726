import CanonicalCBOR

/// Authenticator data taken apart; WebAuthn, section 6.1.
package struct AuthenticatorDataView: Equatable, Sendable {
    /// A new credential, section 6.5.1.
    package struct AttestedCredential: Equatable, Sendable {
        package let aaguid: [UInt8]
        package let id: [UInt8]
        /// The public key as it is encoded, a COSE key.
        package let publicKey: [UInt8]
    }

    /// All bytes, as they are signed.
    package let bytes: [UInt8]
    package let rpIDHash: [UInt8]
    package let flags: UInt8
    package let counter: UInt32
    package let attestedCredential: AttestedCredential?
    /// The extension outputs as they are encoded, a CBOR map.
    package let extensions: [UInt8]?

    package var isUserPresent: Bool { self.flags & 0x01 != 0 }
    package var isUserVerified: Bool { self.flags & 0x04 != 0 }

    /// Reads authenticator data; every byte has to belong to a part that the flags announce.
    package init(parsing bytes: [UInt8]) throws(CallFault) {
        guard bytes.count >= 37 else { throw .invalidAuthenticatorData }
        self.bytes = bytes
        self.rpIDHash = Array(bytes[..<32])
        self.flags = bytes[32]
        self.counter = bytes[33..<37].reduce(0) { $0 &<< 8 | UInt32($1) }
        var offset = 37
        if bytes[32] & 0x40 != 0 {
            guard bytes.count >= offset + 18 else { throw .invalidAuthenticatorData }
            let idStart = offset + 18
            let idEnd = idStart + (Int(bytes[offset + 16]) << 8 | Int(bytes[offset + 17]))
            guard bytes.count > idEnd else { throw .invalidAuthenticatorData }
            let keyEnd = try Self.endOfItem(bytes, from: idEnd)
            self.attestedCredential = AttestedCredential(
                aaguid: Array(bytes[offset..<offset + 16]),
                id: Array(bytes[idStart..<idEnd]),
                publicKey: Array(bytes[idEnd..<keyEnd])
            )
            offset = keyEnd
        } else {
            self.attestedCredential = nil
        }
        if bytes[32] & 0x80 != 0 {
            let end = try Self.endOfItem(bytes, from: offset)
            self.extensions = Array(bytes[offset..<end])
            offset = end
        } else {
            self.extensions = nil
        }
        guard offset == bytes.count else { throw .invalidAuthenticatorData }
    }

    private static func endOfItem(_ bytes: [UInt8], from offset: Int) throws(CallFault) -> Int {
        do throws(CBORError) {
            let (item, end) = try CBORItem.first(ofAnyEncoding: bytes, from: offset)
            guard item.map != nil else { throw CBORError(.unassigned, at: offset) }
            return end
        } catch {
            throw .invalidAuthenticatorData
        }
    }
}
