import CanonicalCBOR
import FIDOMessages

/// The response to U2F_REGISTER; FIDO U2F raw message formats 1.2, section 4.3.
package struct U2FRegistrationData: Equatable, Sendable {
    /// The coordinates x and y, 64 bytes.
    package let publicKey: [UInt8]
    package let keyHandle: [UInt8]
    /// The attestation certificate in DER.
    package let certificate: [UInt8]
    package let signature: [UInt8]

    /// Reads the data: 05, an uncompressed point, the key handle with its length, a certificate, a signature.
    init(_ data: [UInt8]) throws(U2FFault) {
        guard data.count >= 67, data[0] == 0x05, data[1] == 0x04 else { throw .malformed }
        let handleEnd = 67 + Int(data[66])
        guard
            data.count >= handleEnd,
            let certificateByteCount = Self.lengthOfSequence(data[handleEnd...]),
            data.count - handleEnd > certificateByteCount
        else { throw .malformed }
        let certificateEnd = handleEnd + certificateByteCount
        self.publicKey = Array(data[2..<66])
        self.keyHandle = Array(data[67..<handleEnd])
        self.certificate = Array(data[handleEnd..<certificateEnd])
        self.signature = Array(data[certificateEnd...])
    }

    /// The length of a DER SEQUENCE with its header; `nil` if the bytes do not begin with one that fits.
    private static func lengthOfSequence(_ bytes: ArraySlice<UInt8>) -> Int? {
        var rest = bytes
        guard rest.popFirst() == 0x30, let first = rest.popFirst() else { return nil }
        guard first & 0x80 != 0 else { return 2 + Int(first) }
        let lengthByteCount = Int(first & 0x7F)
        guard (1...3).contains(lengthByteCount), rest.count >= lengthByteCount else { return nil }
        let length = rest.prefix(lengthByteCount).reduce(0) { $0 &<< 8 | Int($1) }
        return 2 + lengthByteCount + length
    }

    /// The credential of a CTAP2 platform, attested as `fido-u2f`; CTAP 2.1, section 10.2, and WebAuthn, section 8.6.
    package func credential(rpIDHash: [UInt8]) throws(CallFault) -> MadeCredential {
        var attested = [UInt8](repeating: 0, count: 16)
        attested += [0, UInt8(truncatingIfNeeded: self.keyHandle.count)]
        attested += self.keyHandle
        var key = CBORWriter()
        COSEKey.write(self.publicKey, .es256, to: &key)
        attested += key.bytes
        let bytes = AuthenticatorData.encoded(
            rpIDHash: rpIDHash,
            flags: AuthenticatorData.userPresent | AuthenticatorData.hasAttestedCredential,
            counter: 0,
            attestedCredential: attested
        )
        var statement = CBORWriter()
        statement.map { members in
            members.add("sig") { $0.byteString(self.signature) }
            members.add("x5c") {
                $0.array(count: 1)
                $0.byteString(self.certificate)
            }
        }
        return MadeCredential(
            format: "fido-u2f",
            authenticatorData: try AuthenticatorDataView(parsing: bytes),
            attestationStatement: statement.bytes,
            hasEnterpriseAttestation: nil,
            largeBlobKey: nil
        )
    }
}
