import ArgumentParser
import CommandLineTool
import LibCrypto
import WebAuthn

/// Whom chips answer, and which chips are taken.
struct ChipOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The domain that chips are bound to: Web Authentication's RP ID.", valueName: "domain"))
    var rpID = "localhost"

    @Option(
        help: ArgumentHelp(
            """
            An origin whose pages may ask a chip, or an app as android:apk-key-hash:HASH; repeatable. (default: https on \
            the domain; any port of localhost)
            """,
            valueName: "origin"
        )
    )
    var origin: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take only chips whose attestation leads to a certificate in this file (PEM).",
            valueName: "file"
        )
    )
    var attestationRoots: String?

    func relyingParty() throws(UnusableInput) -> RelyingParty {
        let roots = try self.roots()
        do {
            return try RelyingParty(id: self.rpID, origins: self.origin, attestationRoots: roots)
        } catch {
            switch error {
            case .notADomain: throw UnusableInput("--rp-id: \(error)")
            case .notAnOrigin, .foreignOrigin: throw UnusableInput("--origin: \(error)")
            }
        }
    }

    private func roots() throws(UnusableInput) -> [Certificate] {
        guard let path = self.attestationRoots else { return [] }
        try FileAccess.readers.check(path, for: "--attestation-roots \(path)")
        let text = try BoundedFile.bytes(of: path, for: "--attestation-roots \(path)")
        do {
            return try PEM.certificates(in: text.span)
        } catch {
            throw UnusableInput("--attestation-roots \(path): \(error)")
        }
    }
}
