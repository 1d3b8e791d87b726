import Activation
import OTPCore
import Testing

/// An attacker who knows a user ID and its password, and has a chip: random requests, told to the records and to a model of the
/// rule that knows nothing but when the attacker asked.
@Suite("With user ID and password only")
struct ChipAdditionWalkTests {
    @Test("no sequence of requests logs in with a new chip before the waiting time")
    func keepsTheWaitingTime() async throws {
        var walk = try await Walk(seed: 1, rules: .standard)
        for _ in 0..<10_000 { try await walk.step() }
        #expect(walk.breaches.first == nil)
        // The walk has been everywhere: in after the waiting time, and held up before it.
        #expect(walk.logins > 10 && walk.refusals[.waitingTime, default: 0] > 100)
        for reason in [AuditReason.secondFactorRequired, .blocked, .wrongPassword, .notAwaited, .wrongCode, .noRequest]
        {
            #expect(walk.refusals[reason, default: 0] > 0, "\(reason.name)")
        }
    }

    @Test("the walk finds a waiting time that is too short")
    func findsAWeakRule() async throws {
        let hour = try #require(ChipPolicy(waitingTime: .hours(1)))
        var walk = try await Walk(seed: 1, rules: DecisionRules(chips: hour))
        for _ in 0..<1000 { try await walk.step() }
        #expect(!walk.breaches.isEmpty)
    }

    @Test("the walk finds a request that counts for ever")
    func findsARequestThatStays() async throws {
        let year = try #require(ChipPolicy(activationTime: .days(366)))
        var walk = try await Walk(seed: 1, rules: DecisionRules(chips: year))
        for _ in 0..<1000 { try await walk.step() }
        #expect(!walk.breaches.isEmpty)
    }

    @Test("the walk finds a second factor that the attacker has")
    func findsASecondFactor() async throws {
        var walk = try await Walk(seed: 1, rules: .standard, hasDisplay: true)
        for _ in 0..<1000 { try await walk.step() }
        #expect(!walk.breaches.isEmpty)
    }
}

/// The attacker, the holder and an operator at one store.
private struct Walk {
    private let store = MemoryTokenStore()
    private let userID: UserID
    private let serialNumber: SerialNumber
    private let rules: DecisionRules
    private let hasDisplay: Bool
    private var random: SplitMix
    private var now = Desk.noon

    /// The challenges of the attacker's last ceremonies.
    private var registration = ChipChallenge(hashing: [0].span)
    private var assertion = ChipChallenge(hashing: [1].span)
    private var challengeCount: UInt64 = 2

    /// The attacker's chip that is enrolled, if it is.
    private var enrolled: ChipRecord?
    private var chipCount: UInt8 = 0

    /// The model: when the request that counts was made, and whether the rule allowed the enrolment.
    private var asked: UnixTime?
    private var isAllowed = false

    private(set) var breaches: [UnixTime] = []
    private(set) var logins = 0
    private(set) var refusals: [AuditReason: Int] = [:]

    init(seed: UInt64, rules: DecisionRules, hasDisplay: Bool = false) async throws {
        self.random = SplitMix(seed: seed)
        self.rules = rules
        self.hasDisplay = hasDisplay
        self.userID = try UserID("anna")
        self.serialNumber = try SerialNumber("0001")
        let secret = Desk.secret
        var batch = TokenBatch(capacity: 1)
        batch.append(
            TokenRecord(
                serialNumber: self.serialNumber,
                kind: .codeDisplay,
                algorithm: .sha1,
                movingFactor: .time(try TOTP()),
                importedAt: Desk.noon
            ),
            secret: try SharedSecret(copying: secret.span)
        )
        _ = try await self.store.add(batch)
        let holder = HolderRecord(
            userID: self.userID,
            password: StoredPassword(encoded: "-"),
            createdAt: Desk.noon,
            chip: Self.chip(0)
        )
        _ = try await self.store.add(holder)
        let request = ActivationRequest(
            userID: self.userID,
            serialNumber: self.serialNumber,
            presented: PresentedCode(try Desk.code(stepsFromNoon: 0), at: Desk.noon)
        )
        let subject = Dossier.Subject.activation(self.serialNumber, self.userID)
        _ = try await self.store.update(subject) { dossier, key in
            dossier.activate(request, passwordIsRight: true, rules: rules, key: key)
        }
    }

    private static func chip(_ number: UInt8) -> ChipRecord {
        ChipRecord(
            credentialID: [number],
            publicKey: [4, number],
            aaguid: [UInt8](repeating: 0, count: 16),
            attestation: .none,
            enrolledAt: Desk.noon,
            signatureCounter: 0
        )
    }

    mutating func step() async throws {
        // A ceremony is short, a waiting time is long: so is the time between two requests.
        self.now =
            Bool.random(using: &self.random)
            ? self.now + .seconds(Int64.random(in: 0...60, using: &self.random))
            : self.now + .minutes(Int64.random(in: 0...240, using: &self.random))
        if Int.random(in: 0..<80, using: &self.random) == 0 { self.now = self.now + .days(8) }
        switch Int.random(in: 0..<100, using: &self.random) {
        case 0..<20: try await self.ask()
        case 20..<45: try await self.beginRegistration()
        case 45..<60: try await self.enroll()
        case 60..<70: try await self.beginAssertion()
        case 70..<85: try await self.logIn()
        case 85..<90: try await self.guessCodes()
        case 90..<93: try await self.holderLogsIn()
        default: try await self.operate()
        }
    }

    /// Asks for a chip, now and then with a wrong password.
    private mutating func ask() async throws {
        let (time, rules) = (self.now, self.rules)
        let isRight = Int.random(in: 0..<10, using: &self.random) > 0
        let decision = try await self.decide { dossier, _ in
            dossier.requestChip(passwordIsRight: isRight, at: time, rules)
        }
        guard case .requested = decision else { return }
        let end = (self.asked ?? time) + .days(8)
        if self.asked == nil || time >= end { self.asked = time }
    }

    private mutating func beginRegistration() async throws {
        let (time, rules) = (self.now, self.rules)
        let challenge = self.nextChallenge()
        let ceremony = ChipCeremony(.registration, challenge: challenge, expiresAt: time + .minutes(5))
        let isRight = Int.random(in: 0..<10, using: &self.random) > 0
        var factor: SecondFactor?
        switch Int.random(in: 0..<4, using: &self.random) {
        case 0:
            // A code that no device makes, or that of the stolen display.
            let step = (time - Desk.noon).count / 30_000
            factor = .code(self.hasDisplay ? try Desk.code(stepsFromNoon: step) : try Desk.wrongCode())
        case 1:
            // What the attacker's chip has signed, which may be the one in use.
            let chip = self.enrolled ?? Self.chip(200)
            factor = .assertion(ChipAssertion(.success(0), with: chip, answering: self.assertion))
        default:
            break
        }
        let isOwn = self.enrolled != nil
        let second = factor
        let decision = try await self.decide { dossier, key in
            dossier.begin(
                ceremony,
                passwordIsRight: isRight,
                presenting: second,
                at: time,
                rules,
                key: key
            )
        }
        guard case .asked(let chip) = decision else { return }
        self.registration = challenge
        let isAfterWaiting = self.asked.map { time >= $0 + .hours(24) && time < $0 + .days(8) } ?? false
        // Once in, the attacker has a second factor.
        let isByOwnChip = isOwn && chip?.credentialID == self.enrolled?.credentialID
        if case .assertion? = factor {
            self.isAllowed = isByOwnChip
        } else {
            self.isAllowed = isAfterWaiting && chip?.block != .permanent
        }
        // The attacker is quick, now and then, and so is the operator.
        switch Int.random(in: 0..<4, using: &self.random) {
        case 0:
            try await self.enroll()
        case 1:
            try await self.operate()
            try await self.enroll()
        default:
            break
        }
    }

    private mutating func enroll() async throws {
        let (time, rules, challenge) = (self.now, self.rules, self.registration)
        self.chipCount = self.chipCount % 100 + 1
        let chip = Self.chip(self.chipCount)
        let decision = try await self.decide { dossier, _ in
            dossier.enroll(.success(chip), answering: challenge, at: time, rules)
        }
        guard case .enrolled = decision else { return }
        if !self.isAllowed { self.breaches.append(time) }
        self.enrolled = chip
        self.asked = nil
        try await self.beginAssertion()
        try await self.logIn()
    }

    private mutating func beginAssertion() async throws {
        let (time, rules) = (self.now, self.rules)
        let challenge = self.nextChallenge()
        let ceremony = ChipCeremony(.assertion, challenge: challenge, expiresAt: time + .minutes(5))
        let decision = try await self.decide { dossier, key in
            dossier.begin(ceremony, passwordIsRight: true, at: time, rules, key: key)
        }
        if case .asked = decision { self.assertion = challenge }
    }

    private mutating func logIn() async throws {
        let (time, rules, challenge) = (self.now, self.rules, self.assertion)
        let chip = self.enrolled ?? Self.chip(200)
        let decision = try await self.decide { dossier, _ in
            dossier.authenticate(.success(0), with: chip, answering: challenge, at: time, rules)
        }
        guard case .authenticated(let used) = decision else { return }
        self.logins += 1
        if used.credentialID != self.enrolled?.credentialID { self.breaches.append(time) }
    }

    /// Codes that no device makes, by the user ID and in pairs.
    private mutating func guessCodes() async throws {
        let (rules, code) = (self.rules, PresentedCode(try Desk.wrongCode(), at: self.now))
        let isPair = Bool.random(using: &self.random)
        let reason = try await self.store.update(.holder(self.userID)) { dossier, key in
            isPair
                ? dossier.resynchronize(code.code, code, rules: rules, key: key).reason
                : dossier.verify(code, rules: rules, key: key).reason
        }
        self.refusals[reason, default: 0] += 1
    }

    /// The holder is not the attacker: a code of the holder's never helps the attacker.
    private mutating func holderLogsIn() async throws {
        let steps = (self.now - Desk.noon).count / 30_000
        let (rules, code) = (self.rules, PresentedCode(try Desk.code(stepsFromNoon: steps), at: self.now))
        _ = try await self.store.update(.holder(self.userID)) { dossier, key in
            dossier.verify(code, rules: rules, key: key)
        }
    }

    private mutating func operate() async throws {
        let time = self.now
        switch Int.random(in: 0..<6, using: &self.random) {
        case 0:
            let decision = try await self.decide { dossier, _ in dossier.withdrawChipRequest(at: time) }
            guard case .withdrawn = decision else { return }
            self.asked = nil
            self.isAllowed = false
        case 1:
            let decision = try await self.decide { dossier, _ in dossier.removeChip(at: time) }
            guard case .removed = decision else { return }
            self.enrolled = nil
            self.asked = nil
            self.isAllowed = false
        case 2:
            let decision = try await self.decide { dossier, _ in dossier.setChipBlock(.permanent, at: time) }
            guard case .set = decision else { return }
            self.asked = nil
            self.isAllowed = false
        case 3:
            let until = time + .hours(6)
            _ = try await self.decide { dossier, _ in dossier.setChipBlock(.temporary(until: until), at: time) }
        case 4:
            _ = try await self.decide { dossier, _ in dossier.setChipBlock(nil, at: time) }
        default:
            _ = try await self.store.update(.holder(self.userID)) { dossier, _ in dossier.unblockHolder(at: time) }
        }
    }

    private mutating func nextChallenge() -> ChipChallenge {
        self.challengeCount += 1
        let bytes = Array("\(self.challengeCount)".utf8)
        return ChipChallenge(hashing: bytes.span)
    }

    private mutating func decide(
        _ body: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> ChipDecision
    ) async throws -> ChipDecision {
        let decision = try await self.store.update(.holder(self.userID), body)
        if case .refused = decision { self.refusals[decision.reason, default: 0] += 1 }
        return decision
    }
}
