import FIDOClient
import FIDOMessages
import ISO7816
import TokenQuality
import WebAuthn

extension Check {
    static let u2fChecks: [Check] = [
        Check(
            CheckDescription(
                "F01",
                .u2f,
                clause: "U2F raw messages 6",
                "U2F_VERSION returns U2F_V2",
                .major,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let response = try await bed.u2f(U2FVersionCall().command)
            return response.statusWord == .success && response.data == Array("U2F_V2".utf8)
                ? .passed(found: "U2F_V2, 9000") : .failed(expected: "U2F_V2, 9000", found: hexadecimal(response.bytes))
        },
        Check(
            CheckDescription(
                "F02",
                .u2f,
                clause: "U2F raw messages 4",
                "U2F_REGISTER without a touch is refused",
                .critical
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let call = U2FRegisterCall(
                challengeParameter: bed.randomBytes(32),
                applicationParameter: bed.randomBytes(32)
            )
            let response = try await bed.u2f(call.command)
            switch response.statusWord {
            case .conditionsNotSatisfied: return .passed(found: "status word 6985")
            case .success: return .failed(expected: "6985", found: "a key without a touch")
            default:
                let found = hexadecimal(response.statusWord.bytes)
                return .failed(expected: "6985", found: found, severity: .major)
            }
        },
        Check(
            CheckDescription(
                "F03",
                .u2f,
                clause: "U2F raw messages 4.3",
                "U2F_REGISTER makes a key, and its signature holds",
                .critical,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let credential = try await bed.sharedU2FCredential()
            switch bed.attestation(of: credential, under: []) {
            case .success: return .passed(found: "a key handle of \(credential.id.count) bytes, the signature holds")
            case .failure(let refusal):
                return bed.failure(
                    .attestationSignature,
                    expected: "a signature by the key of the certificate",
                    found: "the activation service would refuse it: \(refusal)"
                )
            }
        },
        Check(
            CheckDescription(
                "F04",
                .u2f,
                clause: "U2F raw messages 5.1",
                "Check-only knows the token's own key handle",
                .major
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let response = try await bed.authenticate(.checkOnly)
            return response.statusWord == .conditionsNotSatisfied
                ? .passed(found: "status word 6985")
                : .failed(expected: "status word 6985", found: hexadecimal(response.statusWord.bytes))
        },
        Check(
            CheckDescription(
                "F05",
                .u2f,
                clause: "U2F raw messages 5.1",
                "A damaged key handle and another application are unknown",
                .critical
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let id = try await bed.sharedU2FCredential().id
            var flipped = id
            flipped[id.count / 2] ^= 0x01
            let damaged = try await bed.authenticate(.checkOnly, keyHandle: flipped)
            guard damaged.statusWord == .wrongData else {
                return .failed(expected: "6a80 for a damaged handle", found: hexadecimal(damaged.statusWord.bytes))
            }
            let foreign = try await bed.authenticate(.checkOnly, application: bed.randomBytes(32))
            guard foreign.statusWord == .wrongData else {
                return .failed(expected: "6a80 for another application", found: hexadecimal(foreign.statusWord.bytes))
            }
            return .passed(found: "status word 6a80 both times")
        },
        Check(
            CheckDescription(
                "F06",
                .u2f,
                clause: "U2F raw messages 5.4",
                "U2F_AUTHENTICATE signs after a touch, with a counter above the last",
                .critical,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let credential = try await bed.sharedU2FCredential()
            let hash = bed.randomBytes(32)
            let application = try bed.sha256(Array(TestBed.rpID.utf8))
            guard
                let call = U2FAuthenticateCall(
                    challengeParameter: hash,
                    applicationParameter: application,
                    keyHandle: credential.id,
                    control: .enforceUserPresenceAndSign
                )
            else { return .failed(expected: "a key handle of at most 255 bytes", found: "\(credential.id.count)") }
            let response = try await bed.touchedU2F(call.command)
            let data: U2FAuthenticationData
            let assertion: GivenAssertion
            do {
                data = try call.answer(parsing: response)
                assertion = try data.assertion(of: credential.id, rpIDHash: application)
            } catch {
                return .failed(expected: "authentication data, 9000", found: hexadecimal(response.bytes))
            }
            bed.mark(assertion, of: credential.id)
            guard data.userPresence == 0x01 else {
                return .failed(expected: "user presence 01", found: hexadecimal([data.userPresence]))
            }
            guard try bed.isSigned(assertion, by: credential.publicKey, clientDataHash: hash) else {
                return bed.failure(
                    .assertionSignature,
                    expected: "a signature of the credential's key",
                    found: "a signature that does not hold"
                )
            }
            let before = bed.counters.last
            guard bed.counters.take(data.counter) else {
                return bed.failure(.counter, expected: "above \(before ?? 0)", found: "\(data.counter)")
            }
            return .passed(found: "the signature holds, counter \(data.counter)")
        },
        Check(
            CheckDescription(
                "F07",
                .u2f,
                clause: "U2F raw messages 5.1",
                "Control byte 08 signs without presence, or is refused",
                .minor,
                effect: .counter
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let response = try await bed.authenticate(.dontEnforceUserPresenceAndSign)
            guard response.statusWord == .success else {
                return .passed(found: "refused with \(hexadecimal(response.statusWord.bytes))")
            }
            // Over NFC the card on the reader may count as presence.
            let allowed: ClosedRange<UInt8> = bed.transport == .card ? 0...1 : 0...0
            guard let presence = response.data.first, allowed.contains(presence) else {
                return .failed(expected: "user presence 00", found: hexadecimal(response.data.prefix(1)))
            }
            return .passed(found: "user presence \(hexadecimal([presence]))")
        },
        Check(
            CheckDescription(
                "F08",
                .u2f,
                clause: "U2F raw messages 3.3",
                "Wrong class, instruction and length are refused",
                .minor
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireU2F()
            let cases: [(String, CommandAPDU, StatusWord)] = [
                ("class 20", CommandAPDU(cla: 0x20, ins: 0x03, p1: 0, p2: 0, expectedLength: 256), .classNotSupported),
                (
                    "instruction f1", CommandAPDU(cla: 0x00, ins: 0xF1, p1: 0, p2: 0, expectedLength: 256),
                    .instructionNotSupported
                ),
                (
                    "data of 3 bytes",
                    CommandAPDU(cla: 0x00, ins: 0x01, p1: 0, p2: 0, data: [1, 2, 3], expectedLength: 256), .wrongLength
                ),
            ]
            for (name, command, expected) in cases {
                let response = try await bed.u2f(command)
                guard response.statusWord == expected else {
                    return .failed(
                        expected: "\(hexadecimal(expected.bytes)) for \(name)",
                        found: hexadecimal(response.statusWord.bytes)
                    )
                }
            }
            return .passed(found: "6e00, 6d00 and 6700")
        },
    ]
}

extension TestBed {
    fileprivate func authenticate(
        _ control: ControlByte,
        keyHandle: [UInt8]? = nil,
        application: [UInt8]? = nil
    ) async throws(CheckEnd) -> ResponseAPDU {
        let own = try await self.sharedU2FCredential().id
        let ownApplication = try self.sha256(Array(Self.rpID.utf8))
        guard
            let call = U2FAuthenticateCall(
                challengeParameter: self.randomBytes(32),
                applicationParameter: application ?? ownApplication,
                keyHandle: keyHandle ?? own,
                control: control
            )
        else { throw .outcome(.skipped(reason: "the key handle is too long for U2F")) }
        return try await self.u2f(call.command)
    }
}
