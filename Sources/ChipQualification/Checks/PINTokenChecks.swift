import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    /// PIN tokens: what they verify, and what they must not.
    static let pinTokenChecks: [Check] = [
        Check(
            CheckDescription(
                "P05",
                .pin,
                clause: "6.5.5.7",
                "With a PIN token, makeCredential and getAssertion set the flag UV",
                .major,
                effect: .pin,
                touches: 2
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.verifiedPIN()
            let credential = try await bed.makeVerified { _ in }
            guard credential.made.authenticatorData.flags & 0x05 == 0x05 else {
                let flags = credential.made.authenticatorData.flags
                return .failed(expected: "flags UP and UV on the credential", found: "flags \(hexadecimal([flags]))")
            }
            let hash = bed.randomBytes(32)
            var call = GetAssertionCall(rpID: TestBed.rpID, clientDataHash: hash, allowList: [credential.id])
            try await bed.verify(&call)
            let assertion = try await bed.result(of: call, touch: true)
            guard assertion.authenticatorData.flags & 0x05 == 0x05 else {
                let flags = assertion.authenticatorData.flags
                return .failed(expected: "flags UP and UV on the assertion", found: "flags \(hexadecimal([flags]))")
            }
            guard try bed.isSigned(assertion, by: credential.publicKey, clientDataHash: hash) else {
                return bed.failure(.assertionSignature, expected: "a signature that holds", found: "one that does not")
            }
            return .passed(found: "flag UV twice")
        },
        Check(
            CheckDescription(
                "P13",
                .pin,
                clause: "6.1.2",
                "Without the PIN, no credential of a verified user is made and no assertion given",
                .major,
                effect: .pin,
                touches: 2
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.verifiedPIN()
            let info = try await bed.ctap2Info()
            let make = bed.makeCredentialCall(try bed.clientData("webauthn.create"))
            let made = try await bed.unverified(make)
            let isWithout = info.option("makeCredUvNotRqd") == true
            // CTAP 2.0 has no such option, and lets the authenticator decide.
            switch made {
            case .refused(.pinRequired):
                guard !isWithout else { return .failed(expected: "a credential: makeCredUvNotRqd", found: "status 36") }
            case .flags(let flags):
                guard flags & 0x04 == 0 else {
                    return .failed(expected: "flag UV clear", found: "flag UV set without a PIN", severity: .critical)
                }
                guard isWithout || !info.hasPermissions else {
                    return .failed(expected: "status 36", found: "a credential, and no makeCredUvNotRqd")
                }
            case .refused(let status):
                return .failed(expected: "status 36 or a credential", found: "status \(hexadecimal([status.rawValue]))")
            }
            let credential = try await bed.makeVerified { _ in }
            let call = GetAssertionCall(
                rpID: TestBed.rpID,
                clientDataHash: bed.randomBytes(32),
                allowList: [credential.id]
            )
            switch try await bed.unverified(call) {
            case .refused(.pinRequired) where info.option("alwaysUv") == true: break
            case .flags(let flags) where flags & 0x04 == 0: break
            case .flags:
                return .failed(expected: "flag UV clear", found: "flag UV set without a PIN", severity: .critical)
            case .refused(let status):
                return .failed(expected: "an assertion", found: "status \(hexadecimal([status.rawValue]))")
            }
            return .passed(found: "no flag UV without the PIN")
        },
        Check(
            CheckDescription(
                "P10",
                .pin,
                clause: "6.5.6",
                "A wrong pinUvAuthParam, an old PIN token and another protocol are refused",
                .critical,
                effect: .pin
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.verifiedPIN()
            let info = try await bed.ctap2Info()
            let call = bed.makeCredentialCall(try bed.clientData("webauthn.create"))
            var old = try await bed.pinToken([.makeCredential], rpID: call.rpID)
            defer { old.wipe() }
            var token = try await bed.pinToken([.makeCredential], rpID: call.rpID)
            defer { token.wipe() }
            let right = token.authorization(of: call.clientDataHash, bed.changes.cryptography)
            var flipped = right
            flipped.parameter[flipped.parameter.count / 2] ^= 0x01
            var cases = [
                (flipped, "a flipped bit"),
                (old.authorization(of: call.clientDataHash, bed.changes.cryptography), "an old PIN token"),
            ]
            if let other = info.pinProtocols.first(where: { $0 != right.protocolNumber }) {
                cases.append(
                    (TokenAuthorization(parameter: right.parameter, protocolNumber: other), "another protocol")
                )
            }
            for (authorization, name) in cases {
                var request = call
                request.authorization = authorization
                let outcome = try await bed.unauthorized(request, naming: name)
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "refused \(cases.count) times")
        },
        Check(
            CheckDescription(
                "P11",
                .pin,
                clause: "6.5.5.7",
                "A PIN token is good for its permission and its relying party alone",
                .major,
                effect: .pin
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.verifiedPIN()
            guard try await bed.ctap2Info().hasPermissions else {
                return .skipped(reason: "PIN tokens have no permissions")
            }
            let call = bed.makeCredentialCall(try bed.clientData("webauthn.create"))
            for (permission, rpID, name) in [
                (PINPermissions.getAssertion, TestBed.rpID, "a token for getAssertion"),
                (PINPermissions.makeCredential, "other.invalid", "a token for another relying party"),
            ] {
                var token = try await bed.pinToken(permission, rpID: rpID)
                defer { token.wipe() }
                var request = call
                request.authorize(by: token, bed.changes.cryptography)
                let outcome = try await bed.unauthorized(request, naming: name)
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "refused twice")
        },
    ]
}

extension TestBed {
    /// The response to a request without the PIN.
    fileprivate enum Unverified {
        case flags(UInt8)
        case refused(CTAP2StatusCode)
    }

    fileprivate func unverified(_ call: MakeCredentialCall) async throws(CheckEnd) -> Unverified {
        try await self.unverified(call) { $0.authenticatorData.flags }
    }

    fileprivate func unverified(_ call: GetAssertionCall) async throws(CheckEnd) -> Unverified {
        try await self.unverified(call) { $0.authenticatorData.flags }
    }

    private func unverified<Call: CTAP2Call>(
        _ call: Call,
        flags: (Call.Result) -> UInt8
    ) async throws(CheckEnd) -> Unverified {
        let response = try await self.response(call.message, within: Self.patience, touch: .asked)
        do throws(CallFault) {
            return .flags(flags(try call.answer(parsing: response)))
        } catch .refused(.userActionTimeout), .refused(.actionTimeout) {
            throw .outcome(.inconclusive(reason: "nobody has touched the token in time"))
        } catch .refused(let status) {
            return .refused(status)
        } catch {
            throw .outcome(.failed(expected: "a status or a result", found: words(error)))
        }
    }

    /// The refusal of a wrong pinUvAuthParam, before any touch.
    fileprivate func unauthorized(
        _ call: MakeCredentialCall,
        naming name: String
    ) async throws(CheckEnd) -> CheckOutcome {
        let reply = try await self.reply(call.message, touch: .forbidden)
        switch reply.status {
        case .pinAuthInvalid?, .unauthorizedPermission?: return .passed(found: reply.text)
        case .success?: return .failed(expected: "status 33 for \(name)", found: "a credential")
        default: return .failed(expected: "status 33 for \(name)", found: reply.text, severity: .major)
        }
    }
}
