import Activation
import OTPCore
import Testing

/// Who may add a chip, and when.
@Suite("Adding a chip")
struct ChipAdditionTests {
    private static let challenge = ChipChallenge(hashing: [1, 2, 3].span)
    private static let day: Int64 = 2880

    private static func chip(_ number: UInt8, counter: UInt32 = 0, block: DeviceBlock? = nil) -> ChipRecord {
        ChipRecord(
            credentialID: [number],
            publicKey: [4, number],
            aaguid: [UInt8](repeating: 0, count: 16),
            attestation: .trusted,
            enrolledAt: Desk.noon,
            signatureCounter: counter,
            block: block
        )
    }

    /// A holder with a display in use, or none, and a chip, or none.
    private static func desk(hasDisplay: Bool = true, chip: ChipRecord? = nil) throws -> Desk {
        var desk = try Desk.display()
        if hasDisplay { #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated) }
        let userID = try UserID("anna")
        let holder = HolderRecord(
            userID: userID,
            password: StoredPassword(encoded: "-"),
            createdAt: Desk.noon,
            chip: chip
        )
        let held = hasDisplay ? [desk.token].compactMap(\.self) : []
        desk.dossier = Dossier(
            of: userID,
            holder: holder,
            held: held,
            caller: CallerRecord(id: CallerID("portal"))
        )
        return desk
    }

    @Test("every cell of the table")
    func table() {
        let until = Desk.noon + .hours(1)
        typealias Rule = ChipAdditionRule
        let rows: [(Bool, DeviceBlock?, [Rule.Outcome])] = [
            (false, nil, [.afterWaiting, .atOnce, .noChip]),
            (true, nil, [.afterWaiting, .atOnce, .atOnce]),
            (true, .temporary(until: until), Array(repeating: .blocked(.temporary(until: until)), count: 3)),
            (true, .permanent, [.blocked(.permanent), .atOnce, .blocked(.permanent)]),
        ]
        #expect(Rule.Presented.allCases == [.password, .passwordAndCode, .passwordAndAssertion])
        for (hasChip, block, outcomes) in rows {
            #expect(
                Rule.Presented.allCases.map { Rule.outcome(hasChip: hasChip, block: block, presented: $0) } == outcomes
            )
        }
    }

    @Test("a password alone asks, waits and activates", arguments: [(false, false), (true, false), (true, true)])
    func waits(hasDisplay: Bool, hasChip: Bool) throws {
        let old = hasChip ? Self.chip(1) : nil
        var desk = try Self.desk(hasDisplay: hasDisplay, chip: old)
        #expect(desk.begin() == .refused(.secondFactorRequired))
        let refused = desk.dossier
        #expect(refused.holder?.ceremony == nil)
        #expect(refused.entry?.reason == .secondFactorRequired)
        let request = try #require(desk.request().pending)
        #expect(desk.dossier.entry?.event == .chipRequest)
        #expect(request.activatableFrom(.standard) == Desk.time(stepsFromNoon: Self.day))
        let waiting = desk.begin(at: Self.day - 1)
        #expect(waiting == .refused(.waitingTime(until: Desk.time(stepsFromNoon: Self.day))))
        #expect(waiting.answer.retryAfter(from: Desk.time(stepsFromNoon: Self.day - 1)) == 30)
        // Asking again neither shortens nor restarts the wait.
        #expect(desk.request(at: Self.day - 1).pending == request)
        #expect(desk.begin(at: Self.day) == .asked(old))
        #expect(desk.enroll(Self.chip(2), at: Self.day) == .enrolled(Self.chip(2)))
        #expect(desk.dossier.holder?.chipRequest == nil)
        #expect(desk.begin(at: Self.day) == .refused(.secondFactorRequired))
    }

    @Test("a request expires, and the next one waits anew")
    func expires() throws {
        var desk = try Self.desk()
        _ = desk.request()
        let end = 8 * Self.day
        #expect(desk.begin(at: end - 1) == .asked(nil))
        #expect(desk.begin(at: end) == .refused(.secondFactorRequired))
        #expect(desk.request(at: end).pending?.requestedAt == Desk.time(stepsFromNoon: end))
        #expect(desk.begin(at: end + Self.day - 1).reason == .waitingTime)
        #expect(desk.begin(at: end + Self.day) == .asked(nil))
    }

    @Test("a request does not count with another password")
    func endsWithThePassword() throws {
        var desk = try Self.desk()
        let request = desk.request().pending
        let holder = HolderRecord(
            userID: try UserID("anna"),
            password: StoredPassword(encoded: "another"),
            createdAt: Desk.noon,
            chipRequest: request
        )
        desk.dossier = Dossier(of: holder.userID, holder: holder, held: [])
        #expect(desk.begin(at: Self.day) == .refused(.secondFactorRequired))
        #expect(desk.request(at: Self.day).pending?.requestedAt == Desk.time(stepsFromNoon: Self.day))
    }

    @Test("an operator withdraws a request, and what has begun with it")
    func isWithdrawn() throws {
        var desk = try Self.desk()
        #expect(desk.dossier.withdrawChipRequest(at: Desk.noon) == .refused(.noRequest))
        let request = try #require(desk.request().pending)
        #expect(desk.begin(at: Self.day) == .asked(nil))
        #expect(desk.dossier.withdrawChipRequest(at: Desk.noon) == .withdrawn(request))
        #expect(desk.dossier.entry?.event == .chipRequestWithdrawal)
        #expect(desk.enroll(Self.chip(2), at: Self.day) == .refused(.notAwaited))
        #expect(desk.begin(at: Self.day) == .refused(.secondFactorRequired))
    }

    @Test(
        "a code of the device in use adds a chip at once, and is spent",
        arguments: [nil, .permanent] as [DeviceBlock?]
    )
    func addsByCode(block: DeviceBlock?) throws {
        let old = Self.chip(1, block: block)
        var desk = try Self.desk(chip: old)
        let code = try Desk.code(stepsFromNoon: 1)
        #expect(desk.begin(.code(code), at: 1) == .asked(old))
        #expect(desk.dossier.entry?.serialNumber == (try SerialNumber("0001")))
        #expect(desk.begin(.code(code), at: 1) == .refused(.code(.spentCode)))
        #expect(desk.verify(code, at: 1) == .refused(.spentCode))
        #expect(desk.enroll(Self.chip(2), at: 1) == .enrolled(Self.chip(2)))
    }

    @Test("a wrong code is counted as in a login, and tells no more")
    func countsWrongCodes() throws {
        var desk = try Self.desk()
        let wrong = SecondFactor.code(try Desk.wrongCode())
        for _ in 0..<2 {
            let decision = desk.begin(wrong, at: 1)
            #expect(decision == .refused(.code(.wrongCode)))
            #expect(decision.answer == .refused)
        }
        #expect(desk.dossier.caller?.wrongTries != RequestBucket())
        #expect(desk.begin(wrong, at: 1).reason == .blockedByWrongCodes)
        #expect(desk.begin(.code(try Desk.code(stepsFromNoon: 1)), at: 1).reason == .blocked)
        #expect(desk.dossier.holder?.ceremony == nil)
        var nothing = try Self.desk(hasDisplay: false)
        #expect(nothing.begin(wrong) == .refused(.code(.unknownDevice)))
    }

    @Test("with a wrong password no code is looked at")
    func looksAtThePasswordFirst() throws {
        var desk = try Self.desk()
        let code = SecondFactor.code(try Desk.code(stepsFromNoon: 1))
        #expect(desk.begin(code, at: 1, passwordIsRight: false) == .refused(.wrongPassword))
        #expect(desk.request(at: 1, passwordIsRight: false).answer == .refused)
        #expect(desk.dossier.holder?.attempts.passwords.wrong == 2)
        #expect(desk.dossier.holder?.chipRequest == nil)
        #expect(desk.begin(code, at: 1) == .asked(nil))
    }

    @Test("an assertion of the chip in use adds another one at once, and is spent")
    func addsByAssertion() throws {
        let old = Self.chip(1)
        var desk = try Self.desk(hasDisplay: false, chip: old)
        let factor = SecondFactor.assertion(ChipAssertion(.success(1), with: old, answering: Self.challenge))
        #expect(desk.begin(factor) == .refused(.notAwaited))
        #expect(desk.begin(kind: .assertion) == .asked(old))
        #expect(desk.begin(factor) == .asked(Self.chip(1, counter: 1)))
        #expect(desk.enroll(Self.chip(2)) == .enrolled(Self.chip(2)))
        #expect(desk.begin(factor) == .refused(.notAwaited))
    }

    @Test("a wrong assertion adds nothing, and its challenge is spent")
    func refusesWrongAssertions() throws {
        let old = Self.chip(1, counter: 5)
        let faults: [(Result<UInt32, ChipFault>, ChipRecord?, AuditReason)] = [
            (.failure(.notGenuine), old, .notGenuine), (.success(5), old, .counterWentBack),
            (.success(6), Self.chip(3), .otherCredential), (.success(6), nil, .otherCredential),
        ]
        for (counter, chip, reason) in faults {
            var desk = try Self.desk(chip: old)
            _ = desk.begin(kind: .assertion)
            let factor = SecondFactor.assertion(ChipAssertion(counter, with: chip, answering: Self.challenge))
            #expect(desk.begin(factor).reason == reason)
            #expect(desk.dossier.holder?.ceremony == nil)
            #expect(desk.dossier.caller?.wrongTries != RequestBucket())
        }
    }

    @Test("nothing adds a chip while the holder's is blocked for a while")
    func refusesDuringABlock() throws {
        let block = DeviceBlock.temporary(until: Desk.noon + .hours(1))
        let old = Self.chip(1, block: block)
        var desk = try Self.desk(chip: old)
        let code = SecondFactor.code(try Desk.code(stepsFromNoon: 1))
        let assertion = SecondFactor.assertion(ChipAssertion(.success(1), with: old, answering: Self.challenge))
        for factor in [nil, code, assertion] { #expect(desk.begin(factor, at: 1) == .refused(.blocked(block))) }
        #expect(desk.request(at: 1) == .refused(.blocked(block)))
        // The code was not looked at.
        #expect(desk.verify(try Desk.code(stepsFromNoon: 1), at: 1).isAccepted)
    }

    @Test("a password alone does not undo a permanent block; an operator removes the chip")
    func refusesAfterAPermanentBlock() throws {
        var desk = try Self.desk(chip: Self.chip(1))
        _ = desk.request()
        _ = desk.dossier.setChipBlock(.permanent, at: Desk.noon)
        for step in [0, Self.day, 2 * Self.day] {
            #expect(desk.begin(at: step) == .refused(.blocked(.permanent)))
            #expect(desk.request(at: step) == .refused(.blocked(.permanent)))
        }
        let removed = desk.dossier.removeChip(at: Desk.noon)
        #expect(removed == .removed(Self.chip(1, block: .permanent)))
        #expect(desk.dossier.entry?.event == .chipRemoval)
        #expect(desk.dossier.removeChip(at: Desk.noon) == .refused(.noChip))
        // What was asked for before does not count.
        #expect(desk.begin(at: 2 * Self.day) == .refused(.secondFactorRequired))
        _ = desk.request(at: 2 * Self.day)
        #expect(desk.begin(at: 3 * Self.day) == .asked(nil))
    }

    @Test("a waiting time of zero lets a password alone add a chip, but not undo a permanent block")
    func waitsForNothing() throws {
        var desk = try Self.desk()
        desk.rules.chips = try #require(ChipPolicy(waitingTime: .zero))
        #expect(desk.begin() == .asked(nil))
        _ = desk.enroll(Self.chip(1))
        _ = desk.dossier.setChipBlock(.permanent, at: Desk.noon)
        #expect(desk.begin() == .refused(.blocked(.permanent)))
    }

    @Test("times of a policy have bounds")
    func policyHasBounds() {
        #expect(ChipPolicy(waitingTime: Milliseconds(-1)) == nil)
        #expect(ChipPolicy(waitingTime: .days(367)) == nil)
        #expect(ChipPolicy(activationTime: .zero) == nil)
        #expect(ChipPolicy(activationTime: .days(367)) == nil)
        #expect(ChipPolicy(responseTimeout: .zero) == nil)
        #expect(ChipPolicy() == .standard)
    }
}

extension Desk {
    private static let challenge = ChipChallenge(hashing: [1, 2, 3].span)

    fileprivate mutating func begin(
        _ factor: SecondFactor? = nil,
        kind: ChipCeremony.Kind = .registration,
        at steps: Int64 = 0,
        passwordIsRight: Bool = true
    ) -> ChipDecision {
        let time = Desk.time(stepsFromNoon: steps)
        return self.dossier.begin(
            ChipCeremony(kind, challenge: Self.challenge, expiresAt: time + .minutes(5)),
            passwordIsRight: passwordIsRight,
            presenting: factor,
            at: time,
            self.rules,
            key: Desk.key
        )
    }

    fileprivate mutating func request(at steps: Int64 = 0, passwordIsRight: Bool = true) -> ChipDecision {
        self.dossier.requestChip(
            passwordIsRight: passwordIsRight,
            at: Desk.time(stepsFromNoon: steps),
            self.rules
        )
    }

    fileprivate mutating func enroll(_ chip: ChipRecord, at steps: Int64 = 0) -> ChipDecision {
        self.dossier.enroll(
            .success(chip),
            answering: Self.challenge,
            at: Desk.time(stepsFromNoon: steps),
            self.rules
        )
    }
}

extension ChipDecision {
    fileprivate var pending: ChipRequest? {
        if case .requested(let request) = self { request } else { nil }
    }
}
