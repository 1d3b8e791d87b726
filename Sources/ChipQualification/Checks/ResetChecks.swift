import ChipConnections
import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    /// The reset, which erases everything: last of all.
    static let resetChecks: [Check] = [
        Check(
            CheckDescription(
                "R01",
                .reset,
                clause: "6.6",
                "A reset later than 10 seconds after power-up is refused",
                .major,
                effect: .reset
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireChange(.reset)
            // A token that is at fault erases itself here.
            _ = try await bed.confirmReset(bed.ctap2Info())
            let age = ContinuousClock.now - bed.changes.poweredAt
            try? await Task.sleep(for: .seconds(12) - age, clock: .continuous)
            guard !Task.isCancelled else { throw .connection(.cancelled) }
            try bed.willChange("sends authenticatorReset, which has to be refused")
            let reply = try await bed.reply(ResetCall().message, touch: .forbidden)
            switch reply.status {
            case .notAllowed?: return .passed(found: "status 30")
            case .success?:
                bed.changes.stored = []
                return .failed(expected: "status 30", found: "a reset; the token is erased")
            default: return .failed(expected: "status 30", found: reply.text)
            }
        },
        Check(
            CheckDescription(
                "R02",
                .reset,
                clause: "6.6",
                "A reset in time waits for a touch",
                .critical,
                effect: .reset
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            try await bed.requireChange(.reset)
            let watch = try await bed.passResetGate()
            try bed.willChange("sends authenticatorReset without a touch, which must not erase")
            let reply = try await bed.reset(watch, touch: .forbidden)
            switch reply {
            case .refused("a wait for a touch"): return .passed(found: reply.text)
            default:
                guard reply.status != .success else {
                    bed.changes.stored = []
                    return .failed(expected: "a wait for a touch", found: "a reset; the token is erased")
                }
                return .failed(expected: "a wait for a touch", found: reply.text, severity: .major)
            }
        },
        Check(
            CheckDescription(
                "R03",
                .reset,
                clause: "6.6",
                "A reset in time erases the PIN and every credential, and nothing else",
                .critical,
                effect: .reset,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            try await bed.requireChange(.reset)
            let watch = try await bed.passResetGate()
            let before = try await bed.ctap2Info()
            guard case .known(let credential) = bed.credential else {
                return .skipped(reason: "no credential from before the reset")
            }
            let counter = try await bed.silentAssertion().assertion.authenticatorData.counter
            try bed.willChange("sends authenticatorReset, which erases the token")
            let reply = try await bed.reset(watch, touch: .asked)
            switch reply.status {
            case .success?: break
            case .userActionTimeout?, .actionTimeout?:
                return .inconclusive(reason: "nobody has touched the token in time")
            default: return .failed(expected: "status 00", found: reply.text, severity: .major)
            }
            bed.changes.before = (credential, counter)
            let stored = bed.changes.stored
            bed.changes.stored = []
            bed.changes.existing = nil
            bed.changes.pin = .unknown
            bed.credential = .unknown
            let info = try await bed.renewedInfo()
            guard info.aaguid == before.aaguid else {
                return .failed(expected: "the same AAGUID", found: hexadecimal(info.aaguid), severity: .major)
            }
            guard info.option("clientPin") != true else {
                return .failed(expected: "no PIN after the reset", found: "clientPin true")
            }
            guard try await !bed.knows(credential) else {
                return .failed(expected: "no credential from before", found: "an assertion with one")
            }
            for rpID in [TestBed.rpID, "c01.\(TestBed.rpID)", "c02.\(TestBed.rpID)"] where !stored.isEmpty {
                var call = GetAssertionCall(rpID: rpID, clientDataHash: bed.randomBytes(32))
                call.options.userPresence = false
                let left = try await bed.reply(call.message, touch: .forbidden)
                guard left.status != .success else {
                    return .failed(expected: "no discoverable credential", found: "one for \(rpID)")
                }
            }
            if let room = bed.profile.discoverableCredentials, let remaining = info.remainingDiscoverableCredentials,
                remaining != room
            {
                return .failed(expected: "room for \(room)", found: "room for \(remaining)", severity: .major)
            }
            return .passed(found: "no PIN, no credential from before, the same AAGUID")
        },
        Check(
            CheckDescription(
                "R04",
                .reset,
                clause: "6.6",
                "After a reset, keys are new and the counter does not go back",
                .major,
                effect: .counter,
                touches: 1
            )
        ) { bed throws(CheckEnd) in
            guard let (before, counter) = bed.changes.before else {
                return .skipped(reason: "the token was not reset, see R03")
            }
            let credential = try await bed.make()
            guard credential.id != before.id, credential.made.authenticatorData != before.made.authenticatorData,
                credential.made.authenticatorData.attestedCredential?.publicKey
                    != before.made.authenticatorData.attestedCredential?.publicKey
            else { return .failed(expected: "a new key", found: "a key from before the reset", severity: .critical) }
            let now = credential.made.authenticatorData.counter
            // Section 6.6 leaves the counter to the authenticator: going back is told, and fails no token.
            return now >= counter
                ? .passed(found: "a new key, counter \(counter), then \(now)")
                : .failed(expected: "a counter above \(counter)", found: "\(now)", severity: .information)
        },
    ]
}
