import CanonicalCBOR
import CommandLineTool

/// What a relying party wants to have signed, Web Authentication level 3, section 5.5.
struct RequestOptions: Decodable {
    let challenge: Base64URLBytes
    let rpId: String?
    let allowCredentials: [CredentialDescriptor]?
    let userVerification: String?

    /// authenticatorGetAssertion, CTAP 2.1, section 6.2.
    func request(clientDataHash: [UInt8], relyingPartyID: String) throws(UnusableInput) -> [UInt8] {
        guard self.userVerification != "required" else {
            throw UnusableInput("userVerification is required, and this command asks for no PIN")
        }
        var writer = CBORWriter(after: [0x02])
        writer.map { members in
            members.add(1) { $0.textString(relyingPartyID) }
            members.add(2) { $0.byteString(clientDataHash) }
            if let allowed = self.allowCredentials, !allowed.isEmpty {
                members.add(3) { CredentialDescriptor.write(allowed, to: &$0) }
            }
        }
        return writer.bytes
    }
}
