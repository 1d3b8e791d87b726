import ChipConnections
import FIDOClient
import FIDOMessages
import TokenQuality

extension TestBed {
    /// Ends the check unless the token may have an effect now.
    func requireChange(_ effect: Effect) async throws(CheckEnd) {
        let info = try await self.renewedInfo()
        var facts = self.facts(info)
        var refusal = self.terms.conditions.refusal(of: effect, on: facts)
        // The PIN is sent to no token that is refused for its name.
        if refusal == nil || refusal == .unknownRoom {
            facts.existing = try await self.existingCredentials(info)
            refusal = self.terms.conditions.refusal(of: effect, on: facts)
        }
        if let refusal { throw .outcome(.skipped(reason: refusal.description)) }
    }

    /// Stores a change before it is made.
    func willChange(_ step: String) throws(CheckEnd) {
        self.changes.steps.append("\(self.current): \(step)")
        guard self.record(self.changes.steps) else {
            self.changes.steps.removeLast()
            throw .outcome(.inconclusive(reason: "the report cannot be written, so nothing is changed"))
        }
    }

    /// The response to getInfo, asked for anew.
    func renewedInfo() async throws(CheckEnd) -> AuthenticatorInfo {
        self.information = .unknown
        return try await self.ctap2Info()
    }

    /// Discoverable credentials on the token; `nil` if it does not tell.
    func existingCredentials(_ info: AuthenticatorInfo) async throws(CheckEnd) -> UInt64? {
        guard
            info.option("clientPin") == true, self.terms.pin != nil,
            info.option("credMgmt") == true || info.option("credentialMgmtPreview") == true
        else { return nil }
        // Blocked by this run: what was told before still holds.
        let tries = try await self.pinTries()
        guard tries.count > 0, !tries.isBlocked else { return self.changes.existing }
        var token = try await self.pinToken(.credentialManagement, rpID: nil)
        defer { token.wipe() }
        var call = CredentialManagementCall.metadata
        call.isPreview = info.option("credMgmt") != true
        call.authorize(by: token, self.changes.cryptography)
        let count = try await self.result(of: call, touch: false).existingCount
        self.changes.existing = count
        return count
    }

    private func facts(_ info: AuthenticatorInfo) -> TokenFacts {
        TokenFacts(
            serialNumber: self.chip.place.serialNumber,
            aaguid: info.aaguid,
            tokenCount: ChipPlaces.now().places.count,
            hasPIN: info.option("clientPin") == true,
            holdsCredentials: info.option("rk") == true,
            remaining: info.remainingDiscoverableCredentials,
            own: UInt64(self.changes.stored.count)
        )
    }
}
