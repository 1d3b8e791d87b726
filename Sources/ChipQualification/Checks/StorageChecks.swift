import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    static let storageChecks: [Check] = [
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
            let info = try await bed.ctap2Info()
            guard info.option("rk") == true else {
                return .skipped(reason: "the token has no discoverable credentials")
            }
            let permission = StorageGuard(
                remaining: info.remainingDiscoverableCredentials,
                capacity: bed.profile.discoverableCredentials,
                hasPIN: info.option("clientPin") == true,
                aaguid: info.aaguid,
                orderedAAGUID: bed.profile.aaguid
            )
            if let refusal = permission.refusal { return .skipped(reason: refusal.words) }
            var call = bed.makeCredentialCall(try bed.clientData("webauthn.create"))
            call.options.discoverable = true
            let response = try await bed.touched(call.message)
            if response.first == 0 {
                return .passed(found: "made; it stays on the token until a reset")
            }
            return .failed(
                expected: "status 00: getInfo tells of room for \(info.remainingDiscoverableCredentials ?? 0)",
                found: "status \(hexadecimal(response.prefix(1)))"
            )
        }
    ]
}

extension StorageGuard.Refusal {
    fileprivate var words: String {
        switch self {
        case .holdsCredentials(let count): "the token holds \(count) discoverable credentials; reset it first"
        case .unknownRoom:
            "getInfo or the profile does not tell the room of an empty token (discoverableCredentials)"
        case .hasPIN: "the token has a PIN, so it may be in use"
        case .otherModel: "the AAGUID is not that of the profile"
        }
    }
}
