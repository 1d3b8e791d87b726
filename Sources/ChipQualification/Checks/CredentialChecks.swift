import CanonicalCBOR
import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    static let credentialChecks: [Check] = [
        Check(
            CheckDescription(
                "M01",
                .credentials,
                clause: "6.1",
                "makeCredential makes an ES256 key with flags UP and AT",
                .critical,
                effect: .counter,
                touches: 1,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            let credential = try await bed.sharedCredential()
            let data = credential.made.authenticatorData
            guard data.rpIDHash == (try bed.sha256(Array(TestBed.rpID.utf8))) else {
                return .failed(expected: "the hash of the RP ID", found: hexadecimal(data.rpIDHash))
            }
            guard data.flags & 0x45 == 0x41 else {
                return .failed(expected: "flags UP and AT, and no UV", found: "flags \(hexadecimal([data.flags]))")
            }
            let aaguid = data.attestedCredential?.aaguid ?? []
            guard aaguid == info.aaguid else {
                return .failed(expected: "the AAGUID of getInfo", found: hexadecimal(aaguid))
            }
            return .passed(found: "an ID of \(credential.id.count) bytes, flags \(hexadecimal([data.flags]))")
        },
        Check(
            CheckDescription("M02", .credentials, clause: "6.1.2", "An unknown algorithm alone is refused", .major)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let request = RawRequest.makeCredential(bed).with(4) { $0.algorithms([-65_535]) }
            return try await bed.refusal(of: request, [.unsupportedAlgorithm])
        },
        Check(
            CheckDescription(
                "M03",
                .credentials,
                clause: "6.1.2",
                "ES256 is taken behind an unknown algorithm",
                .minor,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let credential = try await bed.make { call in
                call.algorithms = [COSEAlgorithm(rawValue: -65_535), .es256]
            }
            return .passed(found: "a key of ES256, ID of \(credential.id.count) bytes")
        },
        Check(
            CheckDescription(
                "M04",
                .credentials,
                clause: "6.1.2",
                "A credential in the exclude list is not made again",
                .major,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let credential = try await bed.sharedCredential()
            var call = bed.makeCredentialCall(try bed.clientData("webauthn.create"))
            call.excludeList = [credential.id]
            let response = try await bed.touched(call.message)
            return response.first == CTAP2StatusCode.credentialExcluded.rawValue
                ? .passed(found: "status 19")
                : .failed(expected: "status 19", found: "status \(hexadecimal(response.prefix(1)))")
        },
        Check(
            CheckDescription("M05", .credentials, clause: "6.1.2", "Missing parameters are refused", .major)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            for member: Int64 in [1, 2, 3, 4] {
                let outcome = try await bed.refusal(
                    of: RawRequest.makeCredential(bed).without(member),
                    [.missingParameter],
                    naming: "without member \(member)"
                )
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "status 14 four times")
        },
        Check(
            CheckDescription("M06", .credentials, clause: "6.1.2", "Parameters of another type are refused", .major)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            for member: Int64 in [1, 2, 3, 4, 5, 6, 7, 8] {
                let request = RawRequest.makeCredential(bed).with(member) { $0.integer(7) }
                let outcome = try await bed.refusal(of: request, nil, naming: "with a number for member \(member)")
                if case .failed = outcome { return outcome }
            }
            return .passed(found: "refused eight times")
        },
        Check(
            CheckDescription("M07", .credentials, clause: "6.1.2", "makeCredential with up: false is refused", .major)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let request = RawRequest.makeCredential(bed).with(7) { $0.map { $0.add("up") { $0.boolean(false) } } }
            // CTAP 2.0 names the other code.
            return try await bed.refusal(of: request, [.invalidOption, .unsupportedOption])
        },
        Check(
            CheckDescription(
                "M08",
                .credentials,
                clause: "6.1.2",
                "Unknown options and extensions are ignored",
                .minor,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let request = RawRequest.makeCredential(bed)
                .with(6) { $0.map { $0.add("qualify.invalid") { $0.boolean(true) } } }
                .with(7) { $0.map { $0.add("zz") { $0.boolean(true) } } }
            let response = try await bed.touched(request.message)
            return response.first == 0
                ? .passed(found: "a credential")
                : .failed(expected: "status 00", found: "status \(hexadecimal(response.prefix(1)))")
        },
        Check(
            CheckDescription(
                "M09",
                .credentials,
                clause: "6.1.2",
                "No credential is made while nobody touches the token",
                .critical,
                set: .full
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let call = bed.makeCredentialCall(try bed.clientData("webauthn.create"))
            let reply = try await bed.reply(call.message, within: .seconds(150), touch: .forbidden)
            return reply.status == .success
                ? .failed(expected: "no credential", found: "a credential without a touch") : .passed(found: reply.text)
        },
        Check(
            CheckDescription(
                "M11",
                .credentials,
                clause: "6.1.2",
                "Two credentials of one user have different IDs and keys",
                .critical,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let first = try await bed.sharedCredential()
            let second = try await bed.make()
            return first.id != second.id && first.publicKey != second.publicKey
                ? .passed(found: "different IDs and keys")
                : .failed(expected: "different IDs and keys", found: "the same ID or key")
        },
        Check(
            CheckDescription(
                "M12",
                .credentials,
                clause: "8",
                "A user name of more than 64 bytes does no harm",
                .minor,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            // Byte 64 is in the middle of a character of four bytes.
            let name = Array(String(repeating: "a", count: 62).utf8) + [0xF0, 0x9F, 0x94, 0x91]
            let credential = try await bed.make { call in
                call.user = UserEntity(id: call.user.id, name: name, displayName: name)
            }
            return .passed(found: "a credential, ID of \(credential.id.count) bytes")
        },
    ]
}

extension TestBed {
    /// The outcome of a request that has to be refused with one of these codes, or with any; no touch is needed for it.
    func refusal(
        of request: RawRequest,
        _ codes: [CTAP2StatusCode]?,
        naming name: String = ""
    ) async throws(CheckEnd) -> CheckOutcome {
        let reply = try await self.reply(request.message, touch: .forbidden)
        let found = name.isEmpty ? reply.text : "\(reply.text) \(name)"
        guard let codes else {
            return reply.status == .success
                ? .failed(expected: "a refusal \(name)", found: found) : .passed(found: found)
        }
        guard let status = reply.status, codes.contains(status) else {
            let texts = codes.map { hexadecimal([$0.rawValue]) }.joined(separator: " or ")
            return .failed(expected: "status \(texts)", found: found)
        }
        return .passed(found: found)
    }
}
