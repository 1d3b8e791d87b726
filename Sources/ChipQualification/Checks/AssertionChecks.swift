import CanonicalCBOR
import FIDOClient
import FIDOMessages
import TokenQuality
import WebAuthn

extension Check {
    static let assertionChecks: [Check] = [
        Check(
            CheckDescription(
                "G01",
                .assertions,
                clause: "6.2",
                "getAssertion signs with the credential's key after a touch",
                .critical,
                effect: .counter,
                touches: 1,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let credential = try await bed.sharedCredential()
            let clientData = try bed.clientData("webauthn.get")
            let call = GetAssertionCall(rpID: TestBed.rpID, clientDataHash: clientData.hash, allowList: [credential.id])
            let assertion = try await bed.result(of: call, touch: true)
            let data = assertion.authenticatorData
            bed.counters.take(data.counter)
            guard data.rpIDHash == (try bed.sha256(Array(TestBed.rpID.utf8))) else {
                return .failed(expected: "the hash of the RP ID", found: hexadecimal(data.rpIDHash))
            }
            guard data.flags == 0x01 else {
                return .failed(expected: "flag UP alone", found: "flags \(hexadecimal([data.flags]))")
            }
            guard assertion.credentialID ?? credential.id == credential.id else {
                return .failed(expected: "the credential of the list", found: "another credential")
            }
            guard try bed.isSigned(assertion, by: credential.publicKey, clientDataHash: clientData.hash) else {
                return bed.failure(
                    .assertionSignature,
                    expected: "a signature of the credential's key",
                    found: "a signature that does not hold"
                )
            }
            return .passed(found: "the signature holds, counter \(data.counter)")
        },
        Check(
            CheckDescription(
                "G02",
                .assertions,
                clause: "6.2.2",
                "getAssertion with up: false signs without a touch, and says so",
                .major,
                effect: .counter,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let credential = try await bed.sharedCredential()
            let hash = bed.randomBytes(32)
            var call = GetAssertionCall(rpID: TestBed.rpID, clientDataHash: hash, allowList: [credential.id])
            call.options.userPresence = false
            let assertion = try await bed.result(of: call, touch: false)
            guard !assertion.authenticatorData.isUserPresent else {
                return .failed(expected: "flag UP clear", found: "flag UP set without a touch", severity: .critical)
            }
            guard try bed.isSigned(assertion, by: credential.publicKey, clientDataHash: hash) else {
                return bed.failure(
                    .assertionSignature,
                    expected: "a signature of the credential's key",
                    found: "a signature that does not hold"
                )
            }
            return .passed(found: "flag UP clear, the signature holds")
        },
        Check(
            CheckDescription(
                "G03",
                .assertions,
                clause: "6.2.2",
                "Foreign and damaged credential IDs are unknown",
                .critical
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let id = try await bed.sharedCredential().id
            var flipped = id
            flipped[id.count / 2] ^= 0x01
            for damaged in [bed.randomBytes(id.count), flipped, Array(id.dropLast())] {
                let outcome = try await bed.unknownCredential(damaged, of: TestBed.rpID)
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "status 2e three times")
        },
        Check(
            CheckDescription(
                "G04",
                .assertions,
                clause: "6.2.2",
                "A credential is unknown to another relying party",
                .critical
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            return try await bed.unknownCredential(bed.sharedCredential().id, of: "other.invalid")
        },
        Check(
            CheckDescription(
                "G05",
                .assertions,
                clause: "WebAuthn 6.1.1",
                "The signature counter rises with each of 20 assertions, or is 0",
                .critical,
                effect: .counter
            )
        ) { bed throws(CheckEnd) in
            var counters = CounterSeries()
            for _ in 0..<20 {
                counters.take(try await bed.silentAssertion().assertion.authenticatorData.counter)
            }
            if let fault = counters.fault {
                return bed.failure(
                    .counter,
                    expected: "a counter above \(fault.before)",
                    found: "\(fault.value) in assertion \(fault.position)"
                )
            }
            if let last = counters.last { bed.counters.take(last) }
            return .passed(found: "\(counters.first ?? 0) to \(counters.last ?? 0)")
        },
        Check(
            CheckDescription(
                "G06",
                .assertions,
                clause: "6.2.2",
                "A credential is found at the end of the longest list",
                .minor,
                effect: .counter
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            let credential = try await bed.sharedCredential()
            let longest = Int(clamping: min(info.maximumCredentialCountInList ?? 8, 64))
            let others = (1..<max(longest, 2)).map { _ in bed.randomBytes(credential.id.count) }
            var call = GetAssertionCall(
                rpID: TestBed.rpID,
                clientDataHash: bed.randomBytes(32),
                allowList: others + [credential.id]
            )
            call.options.userPresence = false
            let assertion = try await bed.result(of: call, touch: false)
            return assertion.credentialID == credential.id
                ? .passed(found: "found as number \(call.allowList.count)")
                : .failed(expected: "the credential of the token", found: "another credential, or none is named")
        },
        Check(
            CheckDescription(
                "G07",
                .assertions,
                clause: "6.2.2",
                "Missing parameters and other types are refused",
                .major
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            for member: Int64 in [1, 2] {
                let outcome = try await bed.refusal(
                    of: RawRequest.getAssertion(bed).without(member),
                    [.missingParameter],
                    naming: "without member \(member)"
                )
                if case .failed = outcome { return outcome }
            }
            for member: Int64 in [1, 2, 3, 4, 5, 6] {
                let request = RawRequest.getAssertion(bed).with(member) { $0.integer(7) }
                let outcome = try await bed.refusal(of: request, nil, naming: "with a number for member \(member)")
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "refused eight times")
        },
        Check(
            CheckDescription("G08", .assertions, clause: "6.2.2", "The option rk of getAssertion is refused", .minor)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let request = RawRequest.getAssertion(bed).with(5) { writer in
                writer.map { members in
                    members.add("rk") { $0.boolean(true) }
                    members.add("up") { $0.boolean(false) }
                }
            }
            return try await bed.refusal(of: request, [.unsupportedOption, .invalidOption])
        },
        Check(
            CheckDescription("G09", .assertions, clause: "6.3", "getNextAssertion without a first is refused", .major)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let reply = try await bed.reply(GetNextAssertionCall().message)
            return reply.status == .notAllowed
                ? .passed(found: reply.text) : .failed(expected: "status 30", found: reply.text)
        },
    ]
}

extension TestBed {
    func unknownCredential(_ id: [UInt8], of rpID: String) async throws(CheckEnd) -> CheckOutcome {
        var call = GetAssertionCall(rpID: rpID, clientDataHash: self.randomBytes(32), allowList: [id])
        call.options.userPresence = false
        let reply = try await self.reply(call.message, touch: .forbidden)
        switch reply.status {
        case .noCredentials?: return .passed(found: reply.text)
        case .success?: return .failed(expected: "status 2e", found: "an assertion")
        default: return .failed(expected: "status 2e", found: reply.text, severity: .minor)
        }
    }
}
