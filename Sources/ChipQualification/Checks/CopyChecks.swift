import ChipConnections
import FIDOClient
import FIDOMessages
import ISO7816
import TokenQuality

extension Check {
    /// Whether the token knows the credentials of those before it.
    ///
    /// It runs early: a copy has not counted far then, and its counter gives it away.
    static let copyChecks: [Check] = [
        Check(
            CheckDescription(
                "B01",
                .batch,
                clause: "-",
                "The token knows no credential of an earlier token",
                .critical,
                effect: .counter,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            guard let tray = bed.tray else { return .skipped(reason: "the token is in no batch") }
            let handles = tray.handles
            let match: KnownCredential?
            if let info = try await bed.info() {
                match = try await bed.match(of: handles, info)
            } else {
                // It has to have one of its own for the tokens after it.
                _ = try await bed.sharedU2FCredential()
                match = try await bed.u2fMatch(of: handles)
            }
            let serialNumber = bed.chip.place.serialNumber
            guard let match else {
                return .passed(found: "none of \(handles.count) credentials of \(tray.members.count) tokens")
            }
            let label = match.handle.label
            let found =
                switch HandleOrigin.of(match.handle, serialNumber: serialNumber, counter: match.counter) {
                case .copy(let reason): "a copy of the secrets of \(label): \(reason)"
                case .sameOrCopy: "\(label) again, or a copy of its secrets: it signs with the credential of \(label)"
                }
            return .failed(expected: "an unknown credential", found: found)
        }
    ]
}

/// A credential of an earlier token that the token at hand knows.
private struct KnownCredential {
    let handle: Tray.KnownHandle

    /// The counter of an assertion with it; `nil` if the token signs nothing without a touch.
    let counter: UInt32?
}

extension TestBed {
    /// The first credential that the token knows.
    fileprivate func match(
        of handles: [Tray.KnownHandle],
        _ info: AuthenticatorInfo
    ) async throws(CheckEnd) -> KnownCredential? {
        let own = try await self.sharedCredential()
        let control = Tray.KnownHandle(own.id)
        guard !handles.isEmpty else { return nil }
        // A token that finds nothing without a touch would pass for one that knows nothing.
        guard try await self.ask(for: [control]) != nil else {
            throw .outcome(.inconclusive(reason: "the token does not find its own credential without a touch"))
        }
        let longestID = Int(clamping: info.maximumCredentialIDLength ?? .max)
        // A longer one cannot be its own.
        let possible = handles.filter { $0.handle.id.count <= longestID }
        for list in Self.lists(of: possible, info) {
            if let match = try await self.ask(for: list) { return match }
        }
        guard info.supports(version: "U2F_V2") else { return nil }
        return try await self.u2fMatch(of: handles.filter(\.handle.isU2F))
    }

    /// Lists that the token can take, by the limits of its getInfo.
    private static func lists(of handles: [Tray.KnownHandle], _ info: AuthenticatorInfo) -> [[Tray.KnownHandle]] {
        let longest = Int(clamping: min(info.maximumCredentialCountInList ?? 1, 64))
        // RP ID, hash and options, and about 30 bytes for each entry beside its ID.
        let room = Int(clamping: min(info.maximumMessageSize, 7_609)) - 128
        var lists: [[Tray.KnownHandle]] = []
        var list: [Tray.KnownHandle] = []
        var size = 0
        for handle in handles {
            let entry = handle.handle.id.count + 30
            if !list.isEmpty, list.count >= max(longest, 1) || size + entry > room {
                lists.append(list)
                (list, size) = ([], 0)
            }
            list.append(handle)
            size += entry
        }
        return list.isEmpty ? lists : lists + [list]
    }

    /// Asks for an assertion without a touch by any credential of a list.
    private func ask(for list: [Tray.KnownHandle]) async throws(CheckEnd) -> KnownCredential? {
        var call = GetAssertionCall(
            rpID: Self.rpID,
            clientDataHash: self.randomBytes(32),
            allowList: list.map(\.handle.id)
        )
        call.options.userPresence = false
        let reply = try await self.reply(call.message, touch: .forbidden)
        switch reply.status {
        case .noCredentials?: return nil
        case .success?:
            guard case .message(let bytes) = reply, let assertion = try? call.answer(parsing: bytes) else { break }
            let id = assertion.credentialID ?? (list.count == 1 ? list.first?.handle.id : nil)
            guard let handle = list.first(where: { $0.handle.id == id }) else { break }
            return KnownCredential(handle: handle, counter: assertion.authenticatorData.counter)
        default: break
        }
        guard list.count > 1 else {
            let label = list.first?.label ?? ""
            throw .outcome(
                .inconclusive(reason: "asked for the credential of \(label), the token returns \(reply.text)")
            )
        }
        for handle in list {
            if let match = try await self.ask(for: [handle]) { return match }
        }
        return nil
    }

    /// The first key handle that the token knows by U2F, asked with control byte 07.
    fileprivate func u2fMatch(of handles: [Tray.KnownHandle]) async throws(CheckEnd) -> KnownCredential? {
        for handle in handles where handle.handle.id.count <= 255 {
            let response = try await self.authenticate(handle, .checkOnly)
            switch response.statusWord {
            case .wrongData: continue
            case .conditionsNotSatisfied:
                return KnownCredential(handle: handle, counter: await self.counter(of: handle))
            default:
                throw .outcome(
                    .inconclusive(
                        reason: "asked for the key handle of \(handle.label), the token returns "
                            + hexadecimal(response.statusWord.bytes)
                    )
                )
            }
        }
        return nil
    }

    private func counter(of handle: Tray.KnownHandle) async -> UInt32? {
        guard
            let response = try? await self.authenticate(handle, .dontEnforceUserPresenceAndSign),
            response.statusWord == .success, response.data.count > 5
        else { return nil }
        // U2F raw message formats 1.2, section 5.4: presence, then the counter.
        return response.data.dropFirst().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func authenticate(
        _ handle: Tray.KnownHandle,
        _ control: ControlByte
    ) async throws(CheckEnd) -> ResponseAPDU {
        guard
            let call = U2FAuthenticateCall(
                challengeParameter: self.randomBytes(32),
                applicationParameter: try self.sha256(Array(Self.rpID.utf8)),
                keyHandle: handle.handle.id,
                control: control
            )
        else { throw .outcome(.skipped(reason: "the key handle is too long for U2F")) }
        return try await self.u2f(call.command)
    }
}

extension Tray.KnownHandle {
    /// The own credential of the token at hand.
    fileprivate init(_ id: [UInt8]) {
        self.init(handle: TokenMarks.Handle(id: id), label: "this token", serialNumber: nil)
    }
}
