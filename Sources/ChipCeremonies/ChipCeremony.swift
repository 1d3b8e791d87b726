import AuthenticatorCrypto
import CTAPHID
package import ChipConnections
import FIDOClient
import FIDOMessages
import ISO7816
import Synchronization

/// The browser's part in Web Authentication with a real token, Web Authentication level 3, sections 5.1.3 and 5.1.4.
///
/// A token of CTAP2 is asked with it, one of U2F alone with that; CTAP 2.1, section 10.
package struct ChipCeremony: Sendable {
    /// Called on the first sign that the token waits for a touch.
    package typealias TouchPrompt = @Sendable () -> Void

    let chip: Chip
    let origin: String
    let rpID: String?
    /// The PIN in UTF-8; `nil` if none is given.
    let pin: [UInt8]?
    let prompt: TouchPrompt

    /// Pause before a U2F token is asked again whether it was touched.
    private static let touchPause = Duration.milliseconds(200)

    /// - Parameters:
    ///   - chip: The token.
    ///   - origin: The origin of the page.
    ///   - rpID: The relying party ID; `nil` takes the options' own.
    ///   - pin: The PIN in UTF-8, which verifies the user.
    ///   - prompt: Asks the user for a touch.
    package init(
        _ chip: Chip,
        origin: String,
        rpID: String? = nil,
        pin: [UInt8]? = nil,
        prompt: @escaping TouchPrompt
    ) {
        self.chip = chip
        self.origin = origin
        self.rpID = rpID
        self.pin = pin
        let isFirst = Once()
        self.prompt = { if isFirst.take() { prompt() } }
    }

    // MARK: What both ceremonies do

    /// The response to getInfo; `nil` for a token that knows U2F only.
    func info() async throws(CeremonyFault) -> AuthenticatorInfo? {
        let info = try await self.connected { () async throws(ChipFault) in try await self.chip.info() }
        do throws(CallFault) {
            return try info?.get()
        } catch {
            throw Self.fault(of: error)
        }
    }

    /// Sends a CTAP2 request, and asks for a touch when the token waits for one.
    func send(_ message: [UInt8], within time: Duration) async throws(CeremonyFault) -> [UInt8] {
        let prompt = self.prompt
        return try await self.connected { () async throws(ChipFault) in
            try await self.chip.send(message, within: time) { keepalive in
                if keepalive.status == .userPresenceNeeded { prompt() }
            }.answer
        }
    }

    /// Sends a U2F command.
    func send(_ command: CommandAPDU) async throws(CeremonyFault) -> ResponseAPDU {
        try await self.connected { () async throws(ChipFault) in try await self.chip.send(command).answer }
    }

    /// Asks for a touch and pauses; a token of U2F has no keepalives.
    func awaitTouch(until end: ContinuousClock.Instant) async throws(CeremonyFault) {
        guard ContinuousClock.now < end else { throw .notTouched }
        self.prompt()
        do {
            try await Task.sleep(for: Self.touchPause, clock: .continuous)
        } catch {
            throw .connection(.cancelled)
        }
    }

    /// Fails if the user has to be verified, or a PIN is given, and that is not possible.
    func checkVerification(isNeeded: Bool, _ info: AuthenticatorInfo?) throws(CeremonyFault) {
        guard let info else {
            guard !isNeeded else { throw .notForU2F }
            return
        }
        let hasPIN = info.option("clientPin") == true
        if self.pin != nil, !hasPIN { throw .pinNotSet }
        if isNeeded, self.pin == nil { throw hasPIN ? .pinRequired : .pinNotSet }
    }

    /// The credentials of a list that the token can take, if need be only one that it knows.
    ///
    /// A list that is too long for one request is asked for in parts without a touch, CTAP 2.1, sections 6.1.1 and 6.2.
    func fitting(
        _ credentials: [[UInt8]],
        _ info: AuthenticatorInfo,
        rpID: String,
        within time: Duration
    ) async throws(CeremonyFault) -> [[UInt8]] {
        let longest = info.maximumCredentialIDLength ?? .max
        let possible = credentials.filter { !$0.isEmpty && UInt64($0.count) <= longest }
        let hash = [UInt8](repeating: 0, count: 32)
        func question(_ list: [[UInt8]]) -> GetAssertionCall {
            var call = GetAssertionCall(rpID: rpID, clientDataHash: hash, allowList: list)
            call.options.userPresence = false
            return call
        }
        // The request itself has more members than the question.
        let byteLimit = Int(clamping: info.maximumMessageSize) - 300
        let countLimit = Int(clamping: max(1, info.maximumCredentialCountInList ?? .max))
        if possible.count <= countLimit, question(possible).message.count <= byteLimit { return possible }
        var rest = possible[...]
        while !rest.isEmpty {
            var part: [[UInt8]] = []
            while part.count < countLimit, let next = rest.first {
                guard part.isEmpty || question(part + [next]).message.count <= byteLimit else { break }
                part.append(next)
                rest = rest.dropFirst()
            }
            let call = question(part)
            let answer = try await self.send(call.message, within: time)
            do throws(CallFault) {
                let known = try call.answer(parsing: answer)
                return (known.credentialID ?? part.first).map { [$0] } ?? []
            } catch .refused(.noCredentials), .refused(.invalidCredential) {
                continue
            } catch {
                throw Self.fault(of: error)
            }
        }
        return []
    }

    /// Gets a PIN token for one permission; `nil` without a PIN.
    func authorization(
        for permission: PINPermissions,
        _ info: AuthenticatorInfo,
        rpID: String,
        of clientDataHash: [UInt8],
        within time: Duration
    ) async throws(CeremonyFault) -> TokenAuthorization? {
        guard let pin = self.pin else { return nil }
        guard let pinProtocol = info.preferredPINProtocol else { throw .noPINProtocol }
        var cryptography = LibCryptoEnvironment(attestation: nil)
        var acquisition = PINTokenAcquisition(
            pin: pin.span,
            pinProtocol,
            permissions: info.hasPermissions ? permission : nil,
            rpID: rpID,
            cryptography
        )
        defer { acquisition.end() }
        var message = acquisition.opening
        while true {
            let answer = try await self.send(message, within: time)
            switch acquisition.responseReceived(answer, &cryptography) {
            case .send(let next): message = next
            case .acquired(var token):
                defer { token.wipe() }
                return token.authorization(of: clientDataHash, cryptography)
            case .failed(let fault): throw Self.fault(of: fault)
            case .cryptographyFailed: throw .cryptographyFailed
            }
        }
    }

    static func fault(of fault: CallFault) -> CeremonyFault {
        switch fault {
        case .refused(.credentialExcluded): .excluded
        case .refused(.noCredentials): .noCredential
        case .refused(.pinRequired): .pinRequired
        case .refused(.userActionTimeout): .notTouched
        case .refused(let status): .refused(status)
        default: .unreadable(fault)
        }
    }

    /// The limit for a ceremony, from the options' milliseconds.
    static func time(of timeout: Int64?) -> Duration {
        .milliseconds(min(max(timeout ?? 60_000, 1_000), 600_000))
    }

    private func connected<Answer>(
        _ body: () async throws(ChipFault) -> Answer
    ) async throws(CeremonyFault) -> Answer {
        do throws(ChipFault) {
            return try await body()
        } catch {
            throw .connection(error)
        }
    }
}

/// Something that happens once.
private final class Once: Sendable {
    private let isTaken = Atomic(false)

    /// Whether this is the first time.
    func take() -> Bool { !self.isTaken.exchange(true, ordering: .acquiringAndReleasing) }
}
