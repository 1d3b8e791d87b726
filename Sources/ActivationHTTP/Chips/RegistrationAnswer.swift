import Activation
import HTTPService
import WebAuthn

/// The body of `POST /v1/chips/registrations`: `RegistrationResponseJSON`, Web Authentication level 3, section 5.1.8.
///
/// Members that are not needed are not looked at: browsers send more, and later levels more still.
struct RegistrationAnswer: Decodable, Sendable {
    let id: [UInt8]
    let clientData: ClientData?
    let attestationObject: [UInt8]
    let transports: ChipTransports

    private enum Names: String, CodingKey {
        case response
    }

    private enum ResponseNames: String, CodingKey {
        case clientDataJSON
        case attestationObject
        case transports
    }

    init(from decoder: any Decoder) throws {
        self.id = try decoder.credentialID()
        let response = try decoder.container(keyedBy: Names.self).superDecoder(forKey: .response)
        let clientData = try response.base64URL(at: ResponseNames.clientDataJSON)
        // What is no client data is an answer all the same, and a wrong one.
        self.clientData = try? ClientData(clientData)
        self.attestationObject = try response.base64URL(at: ResponseNames.attestationObject)
        // Only hints: without them, or with others than the form has, the registration is as good.
        let names = try? response.container(keyedBy: ResponseNames.self).decode([String].self, forKey: .transports)
        self.transports = ChipTransports(names ?? [])
    }

    /// The credential, or why it is none.
    func verified(
        by relyingParty: RelyingParty,
        at time: UnixTime
    ) -> Result<RegisteredCredential, WebAuthnRefusal> {
        guard let clientData = self.clientData else { return .failure(.clientData) }
        do throws(WebAuthnRefusal) {
            return .success(
                try relyingParty.verifyRegistration(
                    clientData,
                    attestationObject: self.attestationObject,
                    credentialID: self.id,
                    at: Int(clamping: time.seconds)
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
