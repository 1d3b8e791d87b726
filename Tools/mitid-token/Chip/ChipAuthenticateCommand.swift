import ArgumentParser
import ChipCeremonies

/// `mitid-token chip authenticate`.
struct ChipAuthenticateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authenticate",
        abstract: "Have a security key sign with a credential: navigator.credentials.get().",
        discussion: """
            Plays the browser's part in Web Authentication with a real key. Reads
            PublicKeyCredentialRequestOptionsJSON, prints AuthenticationResponseJSON, as
            the chip endpoints of mitid-activation give and take them. A key that knows
            U2F only is asked with that. "touch the chip" on standard error says when.

            EXIT STATUS
              0  the key has signed
              1  the key refuses, has no such credential, or was not touched in time
              2  the options or the key cannot be used
            """
    )

    @OptionGroup
    var ceremony: CeremonyCommandOptions

    func run() async throws {
        try await self.ceremony.run(RequestOptions.self) { ceremony, options throws(CeremonyFault) in
            try await ceremony.authenticate(options)
        }
    }
}
