import CanonicalCBOR
import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    static let infoChecks: [Check] = [
        Check(
            CheckDescription(
                "I01",
                .info,
                clause: "6.4, 8",
                "getInfo returns status 00 and canonical CBOR",
                .major,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            guard let info = try await bed.info() else {
                guard let ordered = bed.profile.versions, ordered.contains(where: { $0.hasPrefix("FIDO_2") }) else {
                    return .skipped(reason: "the token has no CTAP2")
                }
                return .failed(expected: "CTAP2 as ordered", found: "no response to getInfo")
            }
            for departure in info.departures {
                if case .notCanonical(let error) = departure {
                    return .failed(expected: "canonical CBOR", found: "\(error)")
                }
            }
            return .passed(found: "\(bed.informationBytes.count) bytes")
        },
        Check(
            CheckDescription("I02", .info, clause: "profile", "The AAGUID is as ordered", .critical, set: .quick)
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard let ordered = bed.profile.aaguid else { return .skipped(reason: "the profile names no AAGUID") }
            return info.aaguid == ordered
                ? .passed(found: hexadecimal(ordered))
                : .failed(expected: hexadecimal(ordered), found: hexadecimal(info.aaguid))
        },
        Check(
            CheckDescription(
                "I03",
                .info,
                clause: "profile",
                "Versions, extensions, options, transports and algorithms are as ordered",
                .major,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            let departures = bed.profile.departures(of: try await bed.ctap2Info())
            guard let worst = departures.map(\.severity).max() else { return .passed(found: "no departure") }
            return .failed(
                expected: departures.map { "\($0.member): \($0.expected)" }.joined(separator: "; "),
                found: departures.map { "\($0.member): \($0.found)" }.joined(separator: "; "),
                severity: worst
            )
        },
        Check(
            CheckDescription("I04", .info, clause: "6.4", "Members have the types and lengths of the standard", .major)
        ) { bed throws(CheckEnd) in
            let faults = try await bed.ctap2Info().departures.compactMap { departure -> String? in
                switch departure {
                case .missingMember(let member): "member \(member) is missing"
                case .invalidMember(let member): "member \(member) is of another type"
                case .invalidKey: "a key is no integer"
                case .unknownMember, .notCanonical: nil
                }
            }
            return faults.isEmpty
                ? .passed(found: "types as in the standard")
                : .failed(expected: "types as in the standard", found: faults.joined(separator: "; "))
        },
        Check(
            CheckDescription("I05", .info, clause: "6.4", "ES256 is listed, and no algorithm twice", .minor)
        ) { bed throws(CheckEnd) in
            let algorithms = try await bed.ctap2Info().algorithms.map(\.rawValue)
            guard !algorithms.isEmpty else { return .passed(found: "no list") }
            let isGood = algorithms.contains(-7) && Set(algorithms).count == algorithms.count
            return isGood
                ? .passed(found: "\(algorithms)") : .failed(expected: "-7, and none twice", found: "\(algorithms)")
        },
        Check(
            CheckDescription(
                "I06",
                .info,
                clause: "6.4",
                "A token with clientPin lists its PIN protocols, none twice",
                .major
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard info.option("clientPin") != nil else { return .skipped(reason: "the token has no clientPin") }
            let isGood = !info.pinProtocols.isEmpty && Set(info.pinProtocols).count == info.pinProtocols.count
            return isGood
                ? .passed(found: "\(info.pinProtocols)")
                : .failed(expected: "at least one, and none twice", found: "\(info.pinProtocols)")
        },
        Check(
            CheckDescription("I08", .info, clause: "6.4", "A request of maxMsgSize is taken", .minor)
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard info.maximumMessageSize >= 1024 else {
                return .failed(expected: "1,024 or more", found: "\(info.maximumMessageSize)")
            }
            let size = Int(clamping: min(info.maximumMessageSize, 7_609))
            let reply = try await bed.reply(bed.assertionRequest(ofByteCount: size))
            guard let status = reply.status, status != .requestTooLarge, status != .invalidLength else {
                return .failed(expected: "a request of \(size) bytes is taken", found: reply.text)
            }
            return .passed(found: "\(size) bytes taken, \(reply.text)")
        },
        Check(
            CheckDescription("I09", .info, clause: "6.4", "getInfo returns the same bytes 50 times", .minor)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            for round in 1...50 {
                let bytes = try await bed.response(GetInfoCall().message)
                guard bytes == bed.informationBytes else {
                    return .failed(
                        expected: "the bytes of the first time",
                        found: "other bytes in round \(round)"
                    )
                }
            }
            return .passed(found: "the same bytes")
        },
        Check(
            CheckDescription("I10", .info, clause: "profile", "The firmware version is one of those ordered", .major)
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard let range = bed.profile.firmwareVersions else {
                return .skipped(reason: "the profile names no firmware version")
            }
            guard let version = info.firmwareVersion else { return .failed(expected: "\(range)", found: "none") }
            return range.contains(version)
                ? .passed(found: "\(version)") : .failed(expected: "\(range)", found: "\(version)")
        },
        Check(
            CheckDescription(
                "I14",
                .info,
                clause: "profile",
                "The room for discoverable credentials is as ordered",
                .major
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard let ordered = bed.profile.discoverableCredentials else {
                return .skipped(reason: "the profile names no room for discoverable credentials")
            }
            guard let remaining = info.remainingDiscoverableCredentials else {
                return .skipped(reason: "getInfo tells no room for discoverable credentials")
            }
            return remaining == ordered
                ? .passed(found: "\(remaining)") : .failed(expected: "\(ordered)", found: "\(remaining)")
        },
        Check(
            CheckDescription("I12", .info, clause: "8.2", "Unknown commands are refused, and the token goes on", .minor)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            for command: UInt8 in [0x00, 0x05, 0x3F] {
                let reply = try await bed.reply([command])
                guard reply.status == .invalidCommand || reply.status == nil else {
                    return .failed(expected: "status 01 for command \(hexadecimal([command]))", found: reply.text)
                }
            }
            return try await bed.isAlive()
                ? .passed(found: "refused, and getInfo as before")
                : .failed(expected: "getInfo as before", found: "a refusal", severity: .major)
        },
        Check(
            CheckDescription("I13", .info, clause: "8", "getInfo with bytes behind it does no harm", .information)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let reply = try await bed.reply(GetInfoCall().message + [0xA0])
            return try await bed.isAlive()
                ? .passed(found: reply.text)
                : .failed(expected: "getInfo as before", found: "a refusal", severity: .major)
        },
    ]
}

extension TestBed {
    /// A request for an assertion of an unknown credential, without a touch, of a given length.
    fileprivate func assertionRequest(ofByteCount size: Int) -> [UInt8] {
        func request(_ idByteCount: Int) -> [UInt8] {
            var call = GetAssertionCall(
                rpID: Self.rpID,
                clientDataHash: [UInt8](repeating: 0x5A, count: 32),
                allowList: [[UInt8](repeating: 0x5A, count: idByteCount)]
            )
            call.options.userPresence = false
            return call.message
        }
        // The length of an ID of 1,000 bytes takes three bytes, as that of every longer one does.
        let overhead = request(1_000).count - 1_000
        return request(max(size - overhead, 16))
    }
}
