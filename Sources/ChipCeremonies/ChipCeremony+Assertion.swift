import AuthenticatorCrypto
import FIDOClient
import FIDOMessages
import ISO7816

extension ChipCeremony {
    /// Signs with a credential: navigator.credentials.get().
    ///
    /// Of several discoverable credentials the newest is taken, which the token returns first.
    package func authenticate(_ options: RequestOptions) async throws(CeremonyFault) -> CredentialResponse {
        let id = try RelyingPartyID.of(origin: self.origin, option: self.rpID, wanted: options.rpId)
        let time = Self.time(of: options.timeout)
        let clientData = CollectedClientData(
            type: "webauthn.get",
            challenge: options.challenge.bytes,
            origin: self.origin
        )
        let hash = LibCryptoEnvironment(attestation: nil).sha256(clientData.json.span)
        let allowed = (options.allowCredentials ?? []).map(\.id.bytes)
        let info = try await self.info()
        try self.checkVerification(isNeeded: options.needsVerification, info)
        let assertion: GivenAssertion
        let only: [UInt8]?
        if let info {
            let list = try await self.fitting(allowed, info, rpID: id, within: time)
            guard allowed.isEmpty || !list.isEmpty else { throw .noCredential }
            var call = GetAssertionCall(rpID: id, clientDataHash: hash, allowList: list)
            call.authorization = try await self.authorization(
                for: .getAssertion,
                info,
                rpID: id,
                of: hash,
                within: time
            )
            let answer = try await self.send(call.message, within: time)
            do throws(CallFault) {
                assertion = try call.answer(parsing: answer)
            } catch {
                throw Self.fault(of: error)
            }
            only = list.count == 1 ? list.first : nil
        } else {
            assertion = try await self.givenByU2F(allowed, rpID: id, hash, within: time)
            only = nil
        }
        // With one allowed credential the token may leave out which one it was, CTAP 2.1, section 6.2.
        guard let credentialID = assertion.credentialID ?? only else { throw .unreadable(.missingMember(1)) }
        var response = CredentialResponse.Response(clientDataJSON: Base64URLBytes(clientData.json))
        response.authenticatorData = Base64URLBytes(assertion.authenticatorData.bytes)
        response.signature = Base64URLBytes(assertion.signature)
        // One of no bytes is none, Web Authentication level 3, section 5.4.3.
        let handle = assertion.user?.id ?? []
        response.userHandle = handle.isEmpty ? nil : Base64URLBytes(handle)
        return CredentialResponse(id: credentialID, response)
    }

    /// The first credential of the list that the token knows signs; CTAP 2.1, section 10.3.
    private func givenByU2F(
        _ allowed: [[UInt8]],
        rpID: String,
        _ clientDataHash: [UInt8],
        within time: Duration
    ) async throws(CeremonyFault) -> GivenAssertion {
        let rpIDHash = LibCryptoEnvironment(attestation: nil).sha256(Array(rpID.utf8).span)
        func call(_ keyHandle: [UInt8], _ control: ControlByte) -> U2FAuthenticateCall? {
            U2FAuthenticateCall(
                challengeParameter: clientDataHash,
                applicationParameter: rpIDHash,
                keyHandle: keyHandle,
                control: control
            )
        }
        for keyHandle in allowed {
            guard let question = call(keyHandle, .checkOnly),
                let signing = call(keyHandle, .enforceUserPresenceAndSign)
            else { continue }
            let known = try await self.send(question.command)
            guard known.statusWord == .conditionsNotSatisfied else { continue }
            let end = ContinuousClock.now + time
            while true {
                let response = try await self.send(signing.command)
                do throws(U2FFault) {
                    let data = try signing.answer(parsing: response)
                    guard let assertion = try? data.assertion(of: keyHandle, rpIDHash: rpIDHash) else {
                        throw U2FFault.malformed
                    }
                    return assertion
                } catch .userMissing {
                    try await self.awaitTouch(until: end)
                } catch {
                    throw .refusedByU2F(error)
                }
            }
        }
        throw .noCredential
    }
}
