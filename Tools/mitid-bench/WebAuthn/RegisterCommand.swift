import ArgumentParser
import CommandLineTool

/// `mitid-bench webauthn register`.
struct RegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Have a chip make a credential: navigator.credentials.create().",
        discussion: """
            Standard input: PublicKeyCredentialCreationOptionsJSON. Standard output:
            RegistrationResponseJSON. Exit status 1 if the chip says no.
            """
    )

    @OptionGroup
    var ceremony: CeremonyOptions

    func run() async throws {
        let (options, chip) = try self.ceremony.begin(CreationOptions.self)
        let relyingPartyID = try self.ceremony.relyingPartyID(options.rp.id)
        let clientData = ClientData(
            type: "webauthn.create",
            challenge: options.challenge,
            origin: self.ceremony.origin
        )
        let request = try options.request(clientDataHash: clientData.hash, relyingPartyID: relyingPartyID)
        let answer = try await chip.send(request)
        let isAnonymous = options.attestation == nil || options.attestation == "none"
        guard let object = AttestationObject(answer, isAnonymous: isAnonymous) else {
            throw UnusableInput("the chip's answer to makeCredential cannot be read")
        }
        var response = CredentialAnswer.Response(clientDataJSON: Base64URLBytes(clientData.json))
        response.attestationObject = Base64URLBytes(object.bytes)
        response.authenticatorData = Base64URLBytes(object.authenticatorData)
        response.publicKeyAlgorithm = object.algorithm
        response.transports = ["usb", "nfc"]
        try CredentialAnswer(id: object.credentialID, response: response).print()
    }
}
