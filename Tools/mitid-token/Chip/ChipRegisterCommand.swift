import ArgumentParser
import ChipCeremonies

/// `mitid-token chip register`.
struct ChipRegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Have a security key make a credential: navigator.credentials.create().",
        discussion: """
            Plays the browser's part in Web Authentication with a real key. Reads
            PublicKeyCredentialCreationOptionsJSON and prints RegistrationResponseJSON, as
            the chip endpoints of mitid-activation give and take them. A key that knows
            U2F only is asked with that. "touch the chip" on standard error says when.

            EXAMPLES
              curl -s $service/v1/chips/registrations/options -d @login.json |
                mitid-token chip register --origin $service |
                curl -s $service/v1/chips/registrations -d @-

            EXIT STATUS
              0  the key has made a credential
              1  the key refuses, or it was not touched in time
              2  the options or the key cannot be used
            """
    )

    @OptionGroup
    var ceremony: CeremonyCommandOptions

    func run() async throws {
        try await self.ceremony.run(CreationOptions.self) { ceremony, options throws(CeremonyFault) in
            try await ceremony.register(options)
        }
    }
}
