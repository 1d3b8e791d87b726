package import LibCrypto

/// Who authenticators answer, and what it takes for an answer: Web Authentication level 3, section 7.
package struct RelyingParty: Sendable {
    /// The RP ID: the domain that credentials are bound to, section 4.
    package let id: String

    /// The origins whose pages may ask.
    package let origins: OriginRule

    /// Certificates that speak for authenticators; if there are any, only authenticators they speak for are taken.
    package let attestationRoots: [Certificate]

    /// Takes a domain in lower case.
    ///
    /// - Parameters:
    ///   - id: The RP ID.
    ///   - origins: The origins as browsers write them; if there are none, `https` on the domain itself, and for `localhost` any
    ///     port, `http` too.
    ///   - attestationRoots: Whom to trust; nobody asks for trust if there are none.
    /// - Throws: ``RelyingPartyError``.
    package init(id: String, origins: [String] = [], attestationRoots: [Certificate] = []) throws(RelyingPartyError) {
        guard OriginRule.isDomain(id) else { throw .notADomain(id) }
        self.id = id
        self.origins = try OriginRule(origins, relyingPartyID: id)
        self.attestationRoots = attestationRoots
    }

    private init(localhost origins: OriginRule) {
        self.id = "localhost"
        self.origins = origins
        self.attestationRoots = []
    }

    /// Pages of this machine.
    package static let localhost = RelyingParty(localhost: .anyPortOfLocalhost)

    /// The checks that both ceremonies share.
    func check(
        _ clientData: ClientData,
        type: String,
        _ data: AuthenticatorData
    ) throws(WebAuthnRefusal) {
        guard clientData.type == type else { throw .ceremonyType }
        guard self.origins.allows(clientData.origin) else { throw .origin }
        guard !clientData.isCrossOrigin else { throw .crossOrigin }
        guard data.rpIDHash == (try SHA256Digest.of(Array(self.id.utf8))) else { throw .relyingParty }
        guard data.flags.contains(.userPresent) else { throw .userPresence }
        guard data.flags.contains(.backupEligible) || !data.flags.contains(.backedUp) else { throw .flags }
    }
}
