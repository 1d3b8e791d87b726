import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    /// Credential management.
    static let managementChecks: [Check] = [
        Check(
            CheckDescription(
                "C03",
                .storage,
                clause: "6.8",
                "A discoverable credential is listed, updated and deleted",
                .major,
                effect: .storage,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.infoWithPIN()
            guard info.option("credMgmt") == true, info.option("rk") == true else {
                return .skipped(reason: "the token has no credential management")
            }
            try await bed.requireChange(.storage)
            let rpID = "c03.\(TestBed.rpID)"
            let rpIDHash = try bed.sha256(Array(rpID.utf8))
            let (credential, user) = try await bed.store(for: rpID)
            let listed = try await bed.managed(.firstCredential(rpIDHash: rpIDHash))
            guard listed.credentialID == credential.id, listed.user?.id == user, listed.totalCredentials == 1 else {
                return .failed(
                    expected: "the one credential with its user",
                    found: "\(listed.totalCredentials ?? 0) credentials, ID \(hexadecimal(listed.credentialID ?? []))"
                )
            }
            let renamed = UserEntity(id: user, name: Array("renamed".utf8))
            let update = try await bed.management(.update(credentialID: credential.id, to: renamed))
            if update == .success {
                let name = try await bed.managed(.firstCredential(rpIDHash: rpIDHash)).user?.name
                guard name == renamed.name else {
                    return .failed(expected: "the new name of the user", found: hexadecimal(name ?? []))
                }
            } else if info.supports(version: "FIDO_2_1") {
                return .failed(expected: "status 00 for the update", found: "status \(hexadecimal([update.rawValue]))")
            }
            try bed.willChange("deletes the credential for \(rpID)")
            let deleted = try await bed.management(.delete(credentialID: credential.id))
            guard deleted == .success else {
                return .failed(
                    expected: "status 00 for the deletion",
                    found: "status \(hexadecimal([deleted.rawValue]))"
                )
            }
            bed.changes.stored.removeAll { $0 == credential.id }
            let gone = try await bed.management(.firstCredential(rpIDHash: rpIDHash))
            return gone == .noCredentials
                ? .passed(found: "listed, updated and deleted")
                : .failed(expected: "status 2e after the deletion", found: "status \(hexadecimal([gone.rawValue]))")
        }
    ]
}

extension TestBed {
    private func response(to call: CredentialManagementCall) async throws(CheckEnd) -> [UInt8] {
        var token = try await self.pinToken(.credentialManagement, rpID: nil)
        defer { token.wipe() }
        var call = call
        call.authorize(by: token, self.changes.cryptography)
        return try await self.response(call.message)
    }

    /// The status of a request.
    fileprivate func management(_ call: CredentialManagementCall) async throws(CheckEnd) -> CTAP2StatusCode {
        let response = try await self.response(to: call)
        guard let byte = response.first else {
            throw .outcome(.failed(expected: "a status", found: "a response without a status"))
        }
        return CTAP2StatusCode(rawValue: byte)
    }

    /// The result of a request that has to succeed.
    fileprivate func managed(_ call: CredentialManagementCall) async throws(CheckEnd) -> CredentialManagementResult {
        let response = try await self.response(to: call)
        do throws(CallFault) {
            return try call.answer(parsing: response)
        } catch {
            throw .outcome(.failed(expected: "status 00", found: words(error)))
        }
    }
}
