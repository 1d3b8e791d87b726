import Activation
import OTPCore
import Testing

/// A desk with one device on it and the records about it: what a test of a decision needs.
struct Desk {
    /// RFC 4226, appendix D, and RFC 6238, appendix B: "12345678901234567890".
    static let secret = Array("12345678901234567890".utf8)
    static let noon = UnixTime(seconds: 1_795_348_800)

    var dossier: Dossier
    var rules = DecisionRules.standard

    init(
        _ movingFactor: MovingFactor,
        kind: AuthenticatorKind = .codeDisplay,
        validity: ValidityPeriod = ValidityPeriod(),
        held: [TokenRecord] = []
    ) throws {
        let holder = HolderRecord(
            userID: try UserID("anna"),
            password: StoredPassword(encoded: "-"),
            createdAt: Desk.noon
        )
        let token = TokenRecord(
            serialNumber: try SerialNumber("0001"),
            kind: kind,
            algorithm: .sha1,
            movingFactor: movingFactor,
            importedAt: Desk.noon,
            validity: validity
        )
        self.dossier = Dossier(
            .activation(token.serialNumber, holder.userID),
            token: token,
            holder: holder,
            held: held
        )
    }

    /// So many tries that a test of windows never runs into a block.
    mutating func forgiveAnyNumberOfTries() throws {
        let never = AttemptThrottle(tries: UInt32.max, firstBlock: .seconds(1), longestBlock: .seconds(1))
        self.rules.throttles.codes = try #require(never)
        self.rules.throttles.activationsOfDevice = try #require(never)
        self.rules.throttles.activationsByHolder = try #require(never)
        self.rules.throttles.permanentAfter = nil
    }

    static func display(held: [TokenRecord] = []) throws -> Desk {
        try Desk(.time(try TOTP()), held: held)
    }

    static func counterDisplay(first: UInt64 = 0) throws -> Desk {
        try Desk(.counter(try HOTP(), first: first))
    }

    static var key: HMACKey { HMACKey(copying: Desk.secret.span, algorithm: .sha1) }

    /// The code of the time step that lies so many steps from noon.
    static func code(stepsFromNoon steps: Int64) throws -> Code {
        try TOTP().code(at: Desk.noon.seconds + 30 * steps, key: Desk.key)
    }

    static func code(counter: UInt64) throws -> Code {
        try HOTP().code(for: counter, key: Desk.key)
    }

    static func time(stepsFromNoon steps: Int64) -> UnixTime {
        UnixTime(seconds: Desk.noon.seconds + 30 * steps)
    }

    /// The holder sends serial number and code at a moment some steps from noon.
    mutating func activate(
        _ code: Code,
        at steps: Int64 = 0,
        passwordIsRight: Bool = true
    ) throws -> ActivationDecision {
        let request = ActivationRequest(
            userID: try UserID("anna"),
            serialNumber: try SerialNumber("0001"),
            presented: PresentedCode(code, at: Desk.time(stepsFromNoon: steps))
        )
        return self.dossier.activate(request, passwordIsRight: passwordIsRight, rules: self.rules, key: Desk.key)
    }

    /// The holder sends a later code at a moment some steps from noon.
    mutating func verify(_ code: Code, at steps: Int64 = 0) -> VerificationDecision {
        self.dossier.verify(
            PresentedCode(code, at: Desk.time(stepsFromNoon: steps)),
            rules: self.rules,
            key: Desk.key
        )
    }

    /// The holder sends a later code so many milliseconds from noon.
    mutating func verify(_ code: Code, atMilliseconds milliseconds: Int64) -> VerificationDecision {
        self.dossier.verify(
            PresentedCode(code, at: Desk.noon + Milliseconds(milliseconds)),
            rules: self.rules,
            key: Desk.key
        )
    }

    /// The holder sends two consecutive codes at a moment some steps from noon.
    mutating func resynchronize(_ first: Code, _ second: Code, at steps: Int64 = 0) -> VerificationDecision {
        self.dossier.resynchronize(
            first,
            PresentedCode(second, at: Desk.time(stepsFromNoon: steps)),
            rules: self.rules,
            key: Desk.key
        )
    }

    /// Codes are sent by the number on the device from now on, or by the holder's user ID.
    mutating func name(_ subject: Dossier.Subject, caller: CallerRecord? = nil) {
        self.dossier = Dossier(
            subject,
            token: self.dossier.token,
            holder: self.dossier.holder,
            held: self.dossier.held,
            caller: caller
        )
    }

    /// A code that no time step has: it is too long.
    static func wrongCode() throws -> Code {
        try Code(parsing: "00000000")
    }

    var token: TokenRecord? { self.dossier.token }
}

extension ActivationDecision {
    var isActivated: Bool {
        if case .activated = self { true } else { false }
    }
}

extension VerificationDecision {
    var isAccepted: Bool {
        switch self {
        case .accepted, .resynchronized: true
        case .refused: false
        }
    }
}
