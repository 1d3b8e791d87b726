import CanonicalCBOR
import CommandLineTool

/// What a relying party wants of a new credential, Web Authentication level 3, section 5.4.
struct CreationOptions: Decodable {
    struct Party: Decodable {
        let id: String?
        let name: String?
    }

    struct User: Decodable {
        let id: Base64URLBytes
        let name: String
        let displayName: String?
    }

    struct Parameters: Decodable {
        let type: String
        let alg: Int64
    }

    struct Selection: Decodable {
        let residentKey: String?
        let requireResidentKey: Bool?
        let userVerification: String?
    }

    let rp: Party
    let user: User
    let challenge: Base64URLBytes
    let pubKeyCredParams: [Parameters]
    let excludeCredentials: [CredentialDescriptor]?
    let authenticatorSelection: Selection?
    let attestation: String?

    /// authenticatorMakeCredential, CTAP 2.1, section 6.1.
    func request(clientDataHash: [UInt8], relyingPartyID: String) throws(UnusableInput) -> [UInt8] {
        guard self.authenticatorSelection?.userVerification != "required" else {
            throw UnusableInput("userVerification is required, and this command asks for no PIN")
        }
        let isResident =
            self.authenticatorSelection?.residentKey.map { $0 == "required" }
            ?? self.authenticatorSelection?.requireResidentKey ?? false
        var writer = CBORWriter(after: [0x01])
        writer.map { members in
            members.add(1) { $0.byteString(clientDataHash) }
            members.add(2) { value in
                value.map { party in
                    party.add("id") { $0.textString(relyingPartyID) }
                    if let name = self.rp.name {
                        party.add("name") { $0.textString(name) }
                    }
                }
            }
            members.add(3) { value in
                value.map { user in
                    user.add("id") { $0.byteString(self.user.id.bytes) }
                    user.add("name") { $0.textString(self.user.name) }
                    if let displayName = self.user.displayName {
                        user.add("displayName") { $0.textString(displayName) }
                    }
                }
            }
            members.add(4) { value in
                value.array(count: self.pubKeyCredParams.count)
                for parameters in self.pubKeyCredParams {
                    value.map { entry in
                        entry.add("alg") { $0.integer(parameters.alg) }
                        entry.add("type") { $0.textString(parameters.type) }
                    }
                }
            }
            if let excluded = self.excludeCredentials, !excluded.isEmpty {
                members.add(5) { CredentialDescriptor.write(excluded, to: &$0) }
            }
            if isResident {
                members.add(7) { value in value.map { $0.add("rk") { $0.boolean(true) } } }
            }
        }
        return writer.bytes
    }
}
