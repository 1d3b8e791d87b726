import AuthenticatorCrypto
import CTAPHID
import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import LibCrypto
import Testing

/// A platform with one authenticator: it sends requests, touches, stores what is to be stored, and reads answers.
struct Platform {
    /// What a relying party's site would call itself.
    static let rpID = "mitid.example"

    static let clientDataHash = [UInt8](repeating: 0xcd, count: 32)

    private(set) var authenticator: Authenticator<LibCryptoEnvironment>

    /// What is on the disk; a power loss goes back to it.
    private(set) var stored: [UInt8]

    /// How often something was stored.
    private(set) var commitCount = 0

    private(set) var now = Uptime.seconds(1)

    /// A new authenticator that was just plugged in.
    init(_ profile: AuthenticatorProfile = .full) throws {
        var environment = try Self.environment(profile)
        let fresh = AuthenticatorState.fresh(from: &environment)
        let state = try #require(fresh)
        self.stored = state.encoded()
        self.authenticator = Authenticator(profile: profile, state: state, environment: environment)
        _ = self.authenticator.poweredOn(at: self.now, over: .usb)
    }

    private static func environment(_ profile: AuthenticatorProfile) throws -> LibCryptoEnvironment {
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        return LibCryptoEnvironment(
            attestation: try AttestationIdentity.make(for: profile, under: root),
            enterpriseAttestation: try AttestationIdentity.make(for: profile, under: root)
        )
    }

    var faults: AuthenticatorFaults {
        get { self.authenticator.faults }
        set { self.authenticator.faults = newValue }
    }

    /// What a power loss would leave.
    func storedState() throws -> AuthenticatorState {
        try AuthenticatorState(encoded: self.stored)
    }

    // MARK: Events

    mutating func pass(milliseconds: UInt64) {
        self.now = self.now.advanced(byMilliseconds: milliseconds)
    }

    /// Pulled out and plugged in again: only what was stored is left.
    mutating func losePower(over transport: AuthenticatorTransport = .usb) throws {
        self.authenticator = Authenticator(
            profile: self.authenticator.profile,
            state: try self.storedState(),
            environment: self.authenticator.environment
        )
        _ = self.authenticator.poweredOn(at: self.now, over: transport)
    }

    /// A request, and what comes of it at once.
    mutating func begin(_ message: [UInt8], over transport: AuthenticatorTransport = .usb) -> AuthenticatorAction {
        self.authenticator.requestReceived(message, over: transport, at: self.now)
    }

    mutating func touch() -> AuthenticatorAction { self.authenticator.userPresenceGiven(at: self.now) }
    mutating func refuse() -> AuthenticatorAction { self.authenticator.userPresenceRefused(at: self.now) }
    mutating func cancel() -> AuthenticatorAction { self.authenticator.cancelled(at: self.now) }
    mutating func wake() -> AuthenticatorAction { self.authenticator.timePassed(to: self.now) }
    mutating func committed() -> AuthenticatorAction { self.authenticator.committed(at: self.now) }
    mutating func commitFailed() -> AuthenticatorAction { self.authenticator.commitFailed(at: self.now) }

    /// Stores what is to be stored, without telling the authenticator so.
    mutating func store() {
        self.stored = self.authenticator.state.encoded()
        self.commitCount += 1
    }

    /// Stores what is to be stored and touches what waits, until there is an answer.
    mutating func settle(_ first: AuthenticatorAction) -> [UInt8] {
        var action = first
        while true {
            switch action {
            case .reply(let answer), .replyUserMissing(let answer):
                return answer
            case .none:
                Issue.record("nothing came of it")
                return []
            case .awaitUserPresence:
                action = self.touch()
            case .commit:
                self.store()
                action = self.committed()
            }
        }
    }

    /// Sends a request with a user who touches when asked, and gives its answer back.
    mutating func send(_ message: [UInt8], over transport: AuthenticatorTransport = .usb) -> [UInt8] {
        self.settle(self.begin(message, over: transport))
    }

    /// The status of a request's answer.
    mutating func status(_ message: [UInt8]) -> CTAP2StatusCode {
        CTAP2StatusCode(rawValue: self.send(message).first ?? 0xff)
    }

    /// The answer to a request that has to succeed.
    mutating func answer(_ message: [UInt8]) throws -> CBORMap {
        try Self.read(self.send(message))
    }

    static func read(_ answer: [UInt8]) throws -> CBORMap {
        try #require(answer.first == CTAP2StatusCode.success.rawValue, "status \(answer.first ?? 0xff)")
        return try #require(try CBORItem(parsing: answer, from: 1).map)
    }
}
