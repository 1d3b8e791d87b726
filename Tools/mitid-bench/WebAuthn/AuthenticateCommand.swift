import ArgumentParser
import CanonicalCBOR
import CommandLineTool

/// `mitid-bench webauthn authenticate`.
struct AuthenticateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authenticate",
        abstract: "Have a chip sign with a credential: navigator.credentials.get().",
        discussion: """
            Standard input: PublicKeyCredentialRequestOptionsJSON. Standard output:
            AuthenticationResponseJSON. Exit status 1 if the chip says no.
            """
    )

    @OptionGroup
    var ceremony: CeremonyOptions

    func run() async throws {
        let (options, chip) = try self.ceremony.begin(RequestOptions.self)
        let relyingPartyID = try self.ceremony.relyingPartyID(options.rpId)
        let clientData = ClientData(type: "webauthn.get", challenge: options.challenge, origin: self.ceremony.origin)
        let request = try options.request(clientDataHash: clientData.hash, relyingPartyID: relyingPartyID)
        let answer = try await chip.send(request)
        // With one allowed credential the chip may leave out which one it was, CTAP 2.1, section 6.2.
        let used = answer[1]?.map?["id"]?.byteString.map { [UInt8]($0) } ?? options.allowCredentials?.first?.id.bytes
        guard let id = used, let data = answer[2]?.byteString, let signature = answer[3]?.byteString else {
            throw UnusableInput("the chip's answer to getAssertion cannot be read")
        }
        var response = CredentialAnswer.Response(clientDataJSON: Base64URLBytes(clientData.json))
        response.authenticatorData = Base64URLBytes([UInt8](data))
        response.signature = Base64URLBytes([UInt8](signature))
        // One of no bytes is none, Web Authentication level 3, section 5.4.3.
        let handle = answer[4]?.map?["id"]?.byteString ?? []
        response.userHandle = handle.isEmpty ? nil : Base64URLBytes([UInt8](handle))
        try CredentialAnswer(id: id, response: response).print()
    }
}
