import Activation
import OTPCore
import Testing

/// A holder's chip from the first question to the last answer.
@Suite("Decisions on chips")
struct ChipDecisionTests {
    private static let noon = UnixTime(seconds: 1_795_348_800)
    /// A password alone adds a chip: who may do that is another matter.
    private static let rules = DecisionRules(chips: ChipPolicy(waitingTime: .zero) ?? .standard)

    private let challenge = ChipChallenge(hashing: [1, 2, 3].span)
    private let other = ChipChallenge(hashing: [1, 2, 4].span)

    private static func chip(_ number: UInt8 = 1, counter: UInt32 = 0) -> ChipRecord {
        ChipRecord(
            credentialID: [number],
            publicKey: [4, number],
            aaguid: [UInt8](repeating: 0, count: 16),
            attestation: .trusted,
            enrolledAt: Self.noon,
            signatureCounter: counter
        )
    }

    private static func dossier(chip: ChipRecord? = nil, caller: CallerRecord? = nil) throws -> Dossier {
        let userID = try UserID("anna")
        let holder = HolderRecord(
            userID: userID,
            password: StoredPassword(encoded: "-"),
            createdAt: Self.noon,
            chip: chip
        )
        return Dossier(of: userID, holder: holder, held: [], caller: caller)
    }

    private func ceremony(_ kind: ChipCeremony.Kind, _ challenge: ChipChallenge? = nil) -> ChipCeremony {
        ChipCeremony(kind, challenge: challenge ?? self.challenge, expiresAt: Self.noon + .minutes(5))
    }

    private func begin(
        _ kind: ChipCeremony.Kind,
        in dossier: inout Dossier,
        passwordIsRight: Bool = true
    ) -> ChipDecision {
        dossier.begin(
            self.ceremony(kind),
            passwordIsRight: passwordIsRight,
            at: Self.noon,
            Self.rules,
            key: .decoy
        )
    }

    private func enroll(
        _ chip: Result<ChipRecord, ChipFault>,
        in dossier: inout Dossier,
        at time: UnixTime = Self.noon
    ) -> ChipDecision {
        dossier.enroll(chip, answering: self.challenge, at: time, Self.rules)
    }

    private func authenticate(
        _ counter: Result<UInt32, ChipFault>,
        with chip: ChipRecord?,
        in dossier: inout Dossier,
        at time: UnixTime = Self.noon
    ) -> ChipDecision {
        dossier.authenticate(counter, with: chip, answering: self.challenge, at: time, Self.rules)
    }

    @Test func enrolsAndAuthenticates() throws {
        var dossier = try Self.dossier()
        #expect(self.begin(.registration, in: &dossier) == .asked(nil))
        #expect(dossier.holder?.ceremony == self.ceremony(.registration))
        #expect(dossier.entry?.event == .chipRegistrationRequest)
        #expect(self.enroll(.success(Self.chip()), in: &dossier) == .enrolled(Self.chip()))
        #expect(dossier.holder?.ceremony == nil)
        #expect(dossier.holder?.chip == Self.chip())
        #expect(self.begin(.assertion, in: &dossier) == .asked(Self.chip()))
        let decision = self.authenticate(.success(5), with: Self.chip(), in: &dossier)
        #expect(decision == .authenticated(Self.chip(counter: 5)))
        #expect(dossier.holder?.chip?.signatureCounter == 5)
        #expect(dossier.entry?.event == .chipAssertion)
        #expect(dossier.entry?.reason == .granted)
        #expect(dossier.entry?.userID == dossier.holder?.userID)
    }

    @Test func takesAnAnswerOnce() throws {
        var dossier = try Self.dossier(chip: Self.chip())
        _ = self.begin(.assertion, in: &dossier)
        #expect(self.authenticate(.success(1), with: Self.chip(), in: &dossier).reason == .granted)
        #expect(self.authenticate(.success(2), with: Self.chip(), in: &dossier) == .refused(.notAwaited))
        #expect(dossier.holder?.chip?.signatureCounter == 1)
    }

    @Test func spendsTheChallengeOfAWrongAnswer() throws {
        var dossier = try Self.dossier(chip: Self.chip())
        _ = self.begin(.assertion, in: &dossier)
        let wrong = self.authenticate(.failure(.notGenuine), with: Self.chip(), in: &dossier)
        #expect(wrong == .refused(.faulty(.notGenuine)))
        #expect(self.authenticate(.success(1), with: Self.chip(), in: &dossier) == .refused(.notAwaited))
    }

    @Test func leavesTheCeremonyToWhoeverHasItsChallenge() throws {
        var dossier = try Self.dossier(chip: Self.chip())
        _ = self.begin(.assertion, in: &dossier)
        let stranger = dossier.authenticate(
            .success(1),
            with: Self.chip(),
            answering: self.other,
            at: Self.noon,
            Self.rules
        )
        #expect(stranger == .refused(.notAwaited))
        #expect(self.enroll(.success(Self.chip(2)), in: &dossier) == .refused(.notAwaited))
        #expect(self.authenticate(.success(1), with: Self.chip(), in: &dossier).reason == .granted)
    }

    @Test func awaitsAnAnswerForItsTime() throws {
        let end = Self.noon + .minutes(5)
        for (time, isAwaited) in [(end - .init(1), true), (end, false)] {
            var dossier = try Self.dossier(chip: Self.chip())
            _ = self.begin(.assertion, in: &dossier)
            let decision = self.authenticate(.success(1), with: Self.chip(), in: &dossier, at: time)
            #expect((decision.reason == .granted) == isAwaited)
            #expect((decision == .refused(.notAwaited)) == !isAwaited)
        }
    }

    @Test(
        arguments: [
            (0, 0, true), (0, 1, true), (1, 1, false), (1, 0, false), (7, 6, false), (7, 8, true),
            (UInt32.max - 1, UInt32.max, true), (UInt32.max, UInt32.max, false), (UInt32.max, 0, false),
        ] as [(UInt32, UInt32, Bool)]
    )
    func takesACounterThatMovesForward(stored: UInt32, told: UInt32, isTaken: Bool) throws {
        let chip = Self.chip(counter: stored)
        var dossier = try Self.dossier(chip: chip)
        _ = self.begin(.assertion, in: &dossier)
        let decision = self.authenticate(.success(told), with: chip, in: &dossier)
        #expect(decision == (isTaken ? .authenticated(Self.chip(counter: told)) : .refused(.counterWentBack)))
        #expect(dossier.holder?.chip?.signatureCounter == (isTaken ? told : stored))
    }

    @Test func putsAnotherChipInPlaceOfTheOneBefore() throws {
        var dossier = try Self.dossier(chip: Self.chip(1))
        #expect(self.begin(.registration, in: &dossier) == .asked(Self.chip(1)))
        _ = self.enroll(.success(Self.chip(2)), in: &dossier)
        #expect(dossier.holder?.chip == Self.chip(2))
        // The answer was checked before the other chip was enrolled.
        _ = self.begin(.assertion, in: &dossier)
        let late = self.authenticate(.success(1), with: Self.chip(1), in: &dossier)
        #expect(late == .refused(.faulty(.otherCredential)))
    }

    @Test func keepsTheChipWhenAnotherOneCannotBeEnrolled() throws {
        for fault in [ChipFault.notGenuine, .untrusted, .otherCredential] {
            var dossier = try Self.dossier(chip: Self.chip())
            _ = self.begin(.registration, in: &dossier)
            #expect(self.enroll(.failure(fault), in: &dossier) == .refused(.faulty(fault)))
            #expect(dossier.holder?.chip == Self.chip())
        }
    }

    @Test func asksNoChipWithoutThePassword() throws {
        for kind in ChipCeremony.Kind.allCases {
            var dossier = try Self.dossier(chip: Self.chip())
            let decision = self.begin(kind, in: &dossier, passwordIsRight: false)
            #expect(decision == .refused(.wrongPassword))
            #expect(dossier.holder?.ceremony == nil)
            #expect(dossier.holder?.attempts.passwords.wrong == 1)
            #expect(self.begin(kind, in: &dossier).reason == .granted)
            #expect(dossier.holder?.attempts.passwords.wrong == 0)
        }
    }

    @Test func stopsAskingAfterFiveWrongPasswords() throws {
        var dossier = try Self.dossier(chip: Self.chip())
        for _ in 0..<5 { _ = self.begin(.assertion, in: &dossier, passwordIsRight: false) }
        #expect(self.begin(.assertion, in: &dossier) == .refused(.holderThrottled))
        #expect(dossier.holder?.ceremony == nil)
    }

    @Test func countsWrongTriesAgainstTheCaller() throws {
        var dossier = try Self.dossier(chip: Self.chip(), caller: CallerRecord(id: CallerID("portal")))
        for _ in 0..<20 {
            #expect(self.authenticate(.success(1), with: Self.chip(), in: &dossier) == .refused(.notAwaited))
        }
        guard case .refused(.callerThrottled) = self.begin(.assertion, in: &dossier) else {
            Issue.record("the caller has tried too often")
            return
        }
        guard case .refused(.callerThrottled) = self.enroll(.success(Self.chip()), in: &dossier) else {
            Issue.record("the caller has tried too often")
            return
        }
    }

    @Test func givesNobodyAndNothingOneAnswer() throws {
        var nobody = Dossier(of: try UserID("bert"), holder: nil, held: [])
        #expect(self.begin(.assertion, in: &nobody) == .refused(.unknownHolder))
        #expect(nobody.entry?.reason == .unknownHolder)
        var chipless = try Self.dossier()
        #expect(self.begin(.assertion, in: &chipless) == .refused(.noChip))
        #expect(chipless.holder?.ceremony == nil)
        for refusal in [
            ChipDecision.Refusal.unknownHolder, .wrongPassword, .holderThrottled, .noChip, .notAwaited,
            .counterWentBack,
            .faulty(.notGenuine), .faulty(.untrusted), .faulty(.otherCredential),
        ] {
            #expect(ChipDecision.refused(refusal).answer == .refused)
        }
    }

    @Test func letsNobodyOutOfATemporaryBlock() throws {
        var dossier = try Self.dossier(chip: Self.chip())
        let block = DeviceBlock.temporary(until: Self.noon + .minutes(1))
        _ = self.begin(.registration, in: &dossier)
        #expect(dossier.setChipBlock(block, at: Self.noon).reason == .granted)
        #expect(self.enroll(.success(Self.chip(2)), in: &dossier) == .refused(.blocked(block)))
        #expect(self.begin(.registration, in: &dossier) == .refused(.blocked(block)))
        #expect(self.begin(.assertion, in: &dossier) == .refused(.blocked(block)))
        #expect(self.begin(.assertion, in: &dossier, passwordIsRight: false) == .refused(.wrongPassword))
        // It ends by itself, or by an operator's hand.
        let later = Self.noon + .minutes(1)
        let ceremony = self.ceremony(.assertion)
        let decision = dossier.begin(ceremony, passwordIsRight: true, at: later, Self.rules, key: .decoy)
        #expect(decision.reason == .granted)
        #expect(dossier.setChipBlock(nil, at: Self.noon).reason == .granted)
        #expect(self.begin(.assertion, in: &dossier).reason == .granted)
    }

    @Test("a permanent block stays, and ends an addition that is under way")
    func permanentBlockStays() throws {
        var dossier = try Self.dossier(chip: Self.chip())
        _ = self.begin(.registration, in: &dossier)
        #expect(dossier.setChipBlock(.permanent, at: Self.noon).reason == .granted)
        #expect(self.enroll(.success(Self.chip(2)), in: &dossier) == .refused(.notAwaited))
        #expect(dossier.setChipBlock(nil, at: Self.noon) == .refused(.final))
        #expect(self.begin(.assertion, in: &dossier) == .refused(.blocked(.permanent)))
        #expect(self.begin(.registration, in: &dossier) == .refused(.blocked(.permanent)))
    }

    @Test("a credential that is registered already is refused, whoever has it")
    func refusesARegisteredCredential() throws {
        for owner in ["anna", "bert"] {
            let userID = try UserID("anna")
            let holder = HolderRecord(
                userID: userID,
                password: StoredPassword(encoded: "-"),
                createdAt: Self.noon,
                ceremony: self.ceremony(.registration)
            )
            var dossier = Dossier(
                .enrollment(userID, credentialID: [1]),
                token: nil,
                holder: holder,
                held: [],
                credentialOwner: try UserID(owner)
            )
            #expect(self.enroll(.success(Self.chip()), in: &dossier) == .refused(.registeredBefore))
            #expect(dossier.holder?.chip == nil)
            #expect(dossier.holder?.ceremony == nil)
            #expect(dossier.entry?.reason == .taken)
            #expect(dossier.entry?.userID == userID)
        }
    }

    @Test("a chip that is enrolled again keeps its counter")
    func keepsTheCounterOfAChip() throws {
        var dossier = try Self.dossier(chip: Self.chip(counter: 7))
        _ = self.begin(.registration, in: &dossier)
        #expect(self.enroll(.success(Self.chip()), in: &dossier) == .refused(.registeredBefore))
        #expect(dossier.holder?.chip?.signatureCounter == 7)
    }

    @Test(
        "names of transports are kept, and what cannot be one is not",
        arguments: [
            ([], []), (["usb", "nfc"], ["usb", "nfc"]), (["nfc", "nfc", "usb"], ["nfc", "usb"]),
            (["smart-card", "later-level"], ["smart-card", "later-level"]), (["", "USB", "a,b", "ü", " usb"], []),
            (
                [String(repeating: "a", count: 32), String(repeating: "b", count: 33)],
                [String(repeating: "a", count: 32)]
            ),
            ((1...20).map { "t\($0)" }, (1...16).map { "t\($0)" }),
        ] as [([String], [String])]
    )
    func transports(given: [String], kept: [String]) {
        #expect(ChipTransports(given).names == kept)
    }

    @Test func blocksNoChipThatIsNotThere() throws {
        var dossier = try Self.dossier()
        #expect(dossier.setChipBlock(.permanent, at: Self.noon) == .refused(.noChip))
        var nobody = Dossier(of: try UserID("bert"), holder: nil, held: [])
        #expect(nobody.setChipBlock(.permanent, at: Self.noon) == .refused(.unknownHolder))
        #expect(nobody.entry?.event == .blocking)
    }
}
