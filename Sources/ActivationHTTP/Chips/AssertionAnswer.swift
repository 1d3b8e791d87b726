import Activation
import HTTPService
import LibCrypto
import WebAuthn

/// The body of `POST /v1/chips/assertions`: `AuthenticationResponseJSON`, Web Authentication level 3, section 5.1.8.
///
/// Members that are not needed are not looked at: browsers send more, and later levels more still.
struct AssertionAnswer: Decodable, Sendable {
    let id: [UInt8]
    let clientData: ClientData?
    let authenticatorData: [UInt8]
    let signature: [UInt8]
    let userHandle: [UInt8]?

    private enum Names: String, CodingKey {
        case response
    }

    private enum ResponseNames: String, CodingKey {
        case clientDataJSON
        case authenticatorData
        case signature
        case userHandle
    }

    init(from decoder: any Decoder) throws {
        self.id = try decoder.credentialID()
        let response = try decoder.container(keyedBy: Names.self).superDecoder(forKey: .response)
        let clientData = try response.base64URL(at: ResponseNames.clientDataJSON)
        // What is no client data is an answer all the same, and a wrong one.
        self.clientData = try? ClientData(clientData)
        self.authenticatorData = try response.base64URL(at: ResponseNames.authenticatorData)
        self.signature = try response.base64URL(at: ResponseNames.signature)
        let members = try response.container(keyedBy: ResponseNames.self)
        let hasHandle = try members.contains(.userHandle) && !members.decodeNil(forKey: .userHandle)
        let handle = hasHandle ? try response.base64URL(at: ResponseNames.userHandle) : []
        // Some browsers write an empty one where the chip gave none.
        self.userHandle = handle.isEmpty ? nil : handle
    }

    /// The signature counter of an answer that this chip has signed, or why it is none.
    func verified(
        by relyingParty: RelyingParty,
        from chip: ChipRecord?,
        of userID: UserID
    ) -> Result<UInt32, WebAuthnRefusal> {
        guard let clientData = self.clientData else { return .failure(.clientData) }
        guard let chip, chip.credentialID == self.id,
            let publicKey = P256PublicKey(uncompressed: chip.publicKey.span),
            self.userHandle ?? userID.handle == userID.handle
        else { return .failure(.credentialID) }
        do throws(WebAuthnRefusal) {
            return .success(
                try relyingParty.verifyAssertion(
                    clientData,
                    authenticatorData: self.authenticatorData,
                    signature: self.signature,
                    publicKey: publicKey
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
