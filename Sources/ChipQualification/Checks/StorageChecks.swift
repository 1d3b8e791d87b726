import CanonicalCBOR
import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    /// Discoverable credentials, and the protection of credentials.
    static let storageChecks: [Check] = [
        Check(
            CheckDescription(
                "C05",
                .storage,
                clause: "12.1",
                "A credential with credProtect 3 is unknown without a PIN",
                .critical,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard info.extensions.contains("credProtect") else {
                return .skipped(reason: "the token has no credProtect")
            }
            var writer = CBORWriter()
            writer.map { $0.add("credProtect") { $0.integer(3) } }
            let extensions = writer.bytes
            let id = try await bed.make { $0.extensions = extensions }.id
            return try await bed.unknownCredential(id, of: TestBed.rpID)
        },
        Check(
            CheckDescription(
                "M13",
                .storage,
                clause: "6.1.2",
                "A discoverable credential is made as long as getInfo tells of room",
                .minor,
                effect: .storage,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.infoWithDiscoverables()
            var call = bed.makeCredentialCall(try bed.clientData("webauthn.create"))
            call.options.discoverable = true
            try await bed.verify(&call)
            try bed.willChange("a discoverable credential, which stays until a reset")
            let response = try await bed.touched(call.message)
            if let made = try? call.answer(parsing: response) {
                bed.changes.stored.append(made.authenticatorData.attestedCredential?.id ?? [])
                return .passed(found: "made; it stays on the token until a reset")
            }
            return .failed(
                expected: "status 00: getInfo tells of room for \(info.remainingDiscoverableCredentials ?? 0)",
                found: "status \(hexadecimal(response.prefix(1)))"
            )
        },
        Check(
            CheckDescription(
                "C01",
                .storage,
                clause: "6.2",
                "A discoverable credential is found without its ID",
                .major,
                effect: .storage,
                touches: 2
            )
        ) { bed throws(CheckEnd) in
            let rpID = "c01.\(TestBed.rpID)"
            _ = try await bed.infoWithDiscoverables()
            let (credential, user) = try await bed.store(for: rpID)
            let (found, hash) = try await bed.discover(of: rpID)
            guard found.credentialID == credential.id else {
                return .failed(expected: "the credential's ID", found: hexadecimal(found.credentialID ?? []))
            }
            guard found.user?.id == user else {
                return .failed(expected: "user ID \(hexadecimal(user))", found: hexadecimal(found.user?.id ?? []))
            }
            guard try bed.isSigned(found, by: credential.publicKey, clientDataHash: hash) else {
                return bed.failure(.assertionSignature, expected: "a signature that holds", found: "one that does not")
            }
            return .passed(found: "found with its user, and the signature holds")
        },
        Check(
            CheckDescription(
                "C02",
                .storage,
                clause: "6.3",
                "Three users of one relying party are found, the newest first",
                .major,
                effect: .storage,
                touches: 4
            )
        ) { bed throws(CheckEnd) in
            let rpID = "c02.\(TestBed.rpID)"
            _ = try await bed.infoWithDiscoverables()
            var users: [[UInt8]] = []
            for _ in 0..<3 { users.insert(try await bed.store(for: rpID).user, at: 0) }
            let first = try await bed.discover(of: rpID).assertion
            guard first.numberOfCredentials == 3 else {
                return .failed(
                    expected: "3 credentials",
                    found: first.numberOfCredentials.map { "\($0)" } ?? "no number of credentials"
                )
            }
            var found = [first.user?.id ?? []]
            for _ in 1..<3 {
                found.append(try await bed.result(of: GetNextAssertionCall(), touch: false).user?.id ?? [])
            }
            guard found == users else {
                return .failed(
                    expected: "users \(users.map { hexadecimal($0) }.joined(separator: ", "))",
                    found: "users \(found.map { hexadecimal($0) }.joined(separator: ", "))"
                )
            }
            let fourth = try await bed.response(GetNextAssertionCall().message)
            return fourth.first == CTAP2StatusCode.notAllowed.rawValue
                ? .passed(found: "three users, the newest first")
                : .failed(expected: "status 30 after the third", found: "status \(hexadecimal(fourth.prefix(1)))")
        },
    ]
}

extension TestBed {
    /// getInfo of a token that may get a discoverable credential; others end the check.
    fileprivate func infoWithDiscoverables() async throws(CheckEnd) -> AuthenticatorInfo {
        guard try await self.ctap2Info().option("rk") == true else {
            throw .outcome(.skipped(reason: "the token has no discoverable credentials"))
        }
        try await self.requireChange(.storage)
        return try await self.ctap2Info()
    }

    /// Stores a discoverable credential of a new user.
    func store(for rpID: String) async throws(CheckEnd) -> (credential: Credential, user: [UInt8]) {
        let user = self.randomBytes(16)
        try self.willChange("a discoverable credential for \(rpID), which stays until a reset")
        let credential = try await self.makeVerified { call in
            call.rpID = rpID
            call.user = UserEntity(id: user, name: Array("qualify".utf8))
            call.options.discoverable = true
        }
        self.changes.stored.append(credential.id)
        return (credential, user)
    }

    /// The newest discoverable credential of a relying party.
    fileprivate func discover(
        of rpID: String
    ) async throws(CheckEnd) -> (assertion: GivenAssertion, hash: [UInt8]) {
        let hash = self.randomBytes(32)
        var call = GetAssertionCall(rpID: rpID, clientDataHash: hash)
        try await self.verify(&call)
        return (try await self.result(of: call, touch: true), hash)
    }
}
