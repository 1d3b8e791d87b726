import Activation
import OTPCore
import StoreSupport
import Testing

/// A holder's chip, in every store.
@Suite("A store, with a chip")
struct StoredChipTests {
    private static let anna = "anna"
    private static let challenge = ChipChallenge(hashing: [1, 2, 3].span)

    private static func chip(
        _ number: UInt8,
        counter: UInt32 = 0,
        transports: [String] = []
    ) -> ChipRecord {
        ChipRecord(
            credentialID: [number, 0, 0xFF],
            publicKey: [4] + [UInt8](repeating: number, count: 64),
            aaguid: [UInt8](repeating: number, count: 16),
            attestation: .trusted,
            enrolledAt: Fleet.noon,
            transports: ChipTransports(transports),
            signatureCounter: counter
        )
    }

    private static func begin(
        _ kind: ChipCeremony.Kind,
        of name: String = Self.anna,
        in store: any TokenStore
    ) async throws -> ChipDecision {
        let ceremony = ChipCeremony(kind, challenge: Self.challenge, expiresAt: Fleet.noon + .minutes(5))
        let rules = DecisionRules(chips: try #require(ChipPolicy(waitingTime: .zero)))
        return try await store.update(.holder(try UserID(name))) { dossier, key in
            dossier.begin(ceremony, passwordIsRight: true, at: Fleet.noon, rules, key: key)
        }
    }

    private static func enroll(
        _ chip: ChipRecord,
        of name: String = Self.anna,
        in store: any TokenStore
    ) async throws -> ChipDecision {
        try await store.update(.enrollment(try UserID(name), credentialID: chip.credentialID)) { dossier, _ in
            dossier.enroll(.success(chip), answering: Self.challenge, at: Fleet.noon, .standard)
        }
    }

    private static func authenticate(
        _ chip: ChipRecord,
        counter: UInt32,
        in store: any TokenStore
    ) async throws -> ChipDecision {
        try await store.update(.holder(try UserID(Self.anna))) { dossier, _ in
            dossier.authenticate(
                .success(counter),
                with: chip,
                answering: Self.challenge,
                at: Fleet.noon,
                .standard
            )
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func keepsTheChipAndTheQuestion(kind: StoreUnderTest) async throws {
        let userID = try UserID(Self.anna)
        try await kind.withEmptyStore { store async throws in
            #expect(try await store.add(try Fleet.holder(Self.anna)))
            #expect(try await Self.begin(.registration, in: store) == .asked(nil))
            let asked = try await store.holder(userID)?.ceremony
            #expect(asked?.kind == .registration)
            #expect(asked?.challenge == Self.challenge)
            #expect(asked?.expiresAt == Fleet.noon + .minutes(5))
            #expect(try await Self.enroll(Self.chip(1), in: store) == .enrolled(Self.chip(1)))
            #expect(try await store.holder(userID)?.ceremony == nil)
            #expect(try await store.holder(userID)?.chip == Self.chip(1))

            #expect(try await Self.begin(.assertion, in: store) == .asked(Self.chip(1)))
            let last = try await Self.authenticate(Self.chip(1), counter: UInt32.max, in: store)
            #expect(last == .authenticated(Self.chip(1, counter: UInt32.max)))
            #expect(try await store.holder(userID)?.chip == Self.chip(1, counter: UInt32.max))

            #expect(try await Self.begin(.registration, in: store) == .asked(Self.chip(1, counter: UInt32.max)))
            #expect(try await Self.enroll(Self.chip(2), in: store) == .enrolled(Self.chip(2)))
            #expect(try await store.holder(userID)?.chip == Self.chip(2))
        }
    }

    @Test("a credential has one holder", arguments: StoreUnderTest.available)
    func keepsCredentialsApart(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            for name in [Self.anna, "bert"] { #expect(try await store.add(try Fleet.holder(name))) }
            let chip = Self.chip(1, counter: 3, transports: ["usb", "nfc"])
            _ = try await Self.begin(.registration, in: store)
            #expect(try await Self.enroll(chip, in: store) == .enrolled(chip))
            #expect(try await store.holder(try UserID(Self.anna))?.chip == chip)
            for name in [Self.anna, "bert"] {
                _ = try await Self.begin(.registration, of: name, in: store)
                #expect(try await Self.enroll(Self.chip(1), of: name, in: store) == .refused(.registeredBefore))
            }
            #expect(try await store.holder(try UserID(Self.anna))?.chip == chip)
            #expect(try await store.holder(try UserID("bert"))?.chip == nil)

            // Once it is replaced it is free.
            _ = try await Self.begin(.registration, in: store)
            #expect(try await Self.enroll(Self.chip(2), in: store) == .enrolled(Self.chip(2)))
            _ = try await Self.begin(.registration, of: "bert", in: store)
            #expect(try await Self.enroll(Self.chip(1), of: "bert", in: store) == .enrolled(Self.chip(1)))
        }
    }

    @Test("of many who enrol one credential at once one gets it", arguments: StoreUnderTest.available)
    func enrollsOnceAtOnce(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            let names = (0..<20).map { "holder-\($0)" }
            for name in names { #expect(try await store.add(try Fleet.holder(name))) }
            for round in 1...5 as ClosedRange<UInt8> {
                for name in names { _ = try await Self.begin(.registration, of: name, in: store) }
                let decisions = try await withThrowingTaskGroup(of: ChipDecision.self) { group in
                    for name in names {
                        group.addTask { try await Self.enroll(Self.chip(round), of: name, in: store) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(decisions.filter { $0 == .enrolled(Self.chip(round)) }.count == 1)
                #expect(decisions.filter { $0 == .refused(.registeredBefore) }.count == names.count - 1)
            }
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func keepsAChipsBlock(kind: StoreUnderTest) async throws {
        let userID = try UserID(Self.anna)
        let until = Fleet.noon + .hours(1)
        try await kind.withEmptyStore { store async throws in
            #expect(try await store.add(try Fleet.holder(Self.anna)))
            _ = try await Self.begin(.registration, in: store)
            _ = try await Self.enroll(Self.chip(1), in: store)
            for block in [DeviceBlock.temporary(until: until), nil, .permanent] {
                _ = try await store.update(.holder(userID)) { dossier, _ in
                    dossier.setChipBlock(block, at: Fleet.noon)
                }
                #expect(try await store.holder(userID)?.chip?.block == block)
            }
        }
    }

    @Test("a request for a chip is kept, and ends with the chip it is for", arguments: StoreUnderTest.available)
    func keepsARequest(kind: StoreUnderTest) async throws {
        let userID = try UserID(Self.anna)
        try await kind.withEmptyStore { store async throws in
            #expect(try await store.add(try Fleet.holder(Self.anna)))
            let decision = try await store.update(.holder(userID)) { dossier, _ in
                dossier.requestChip(passwordIsRight: true, at: Fleet.noon, .standard)
            }
            let request = try #require(try await store.holder(userID)?.chipRequest)
            #expect(decision == .requested(request))
            #expect(request.requestedAt == Fleet.noon)
            let later = Fleet.noon + .hours(24)
            let again = try await store.update(.holder(userID)) { dossier, _ in
                dossier.requestChip(passwordIsRight: true, at: later - Milliseconds(1), .standard)
            }
            #expect(again == .requested(request))
            let ceremony = ChipCeremony(.registration, challenge: Self.challenge, expiresAt: later + .minutes(5))
            for (time, isAsked) in [(later - Milliseconds(1), false), (later, true)] {
                let begun = try await store.update(.holder(userID)) { dossier, key in
                    dossier.begin(ceremony, passwordIsRight: true, at: time, .standard, key: key)
                }
                #expect((begun == .asked(nil)) == isAsked)
            }
            let enrolled = try await store.update(.holder(userID)) { dossier, _ in
                dossier.enroll(.success(Self.chip(1)), answering: Self.challenge, at: later, .standard)
            }
            #expect(enrolled == .enrolled(Self.chip(1)))
            #expect(try await store.holder(userID)?.chipRequest == nil)
        }
    }

    @Test("a code that adds a chip is spent in the same transaction", arguments: StoreUnderTest.available)
    func spendsTheCode(kind: StoreUnderTest) async throws {
        let userID = try UserID(Self.anna)
        try await kind.withEmptyStore { store async throws in
            #expect(try await Fleet.addActivated(Self.anna, to: store))
            let code = try Fleet.code(1)
            let ceremony = ChipCeremony(
                .registration,
                challenge: Self.challenge,
                expiresAt: Fleet.noon + .minutes(5)
            )
            let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await store.update(.holder(userID)) { dossier, key in
                            dossier.begin(
                                ceremony,
                                passwordIsRight: true,
                                presenting: .code(code),
                                at: Fleet.noon,
                                .standard,
                                key: key
                            )
                        } == .asked(nil)
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(granted == 1)
            #expect(try await store.token(try SerialNumber(Self.anna))?.lastAccepted == 1)
        }
    }

    @Test("a caller's wrong tries are forgotten by name", arguments: StoreUnderTest.available)
    func forgetsACallersTries(kind: StoreUnderTest) async throws {
        let caller = CallerID("portal")
        let wrong = PresentedCode(try Fleet.code(1000), at: Fleet.noon)
        try await kind.withEmptyStore { store async throws in
            func attempt() async throws -> AuditReason {
                try await store.update(.device(try SerialNumber("unknown")), caller: caller) { dossier, key in
                    dossier.verify(wrong, rules: .standard, key: key).reason
                }
            }
            for _ in 0..<20 { #expect(try await attempt() == .unknownDevice) }
            #expect(try await attempt() == .callerThrottled)
            let before = try await store.update(.caller(caller), caller: caller) { dossier, _ in
                dossier.unblockCaller(at: Fleet.noon)
            }
            #expect(before?.throttledUntil(at: Fleet.noon, .standard) == Fleet.noon + .seconds(30))
            #expect(try await attempt() == .unknownDevice)
            var entries: [AuditEntry] = []
            for chain in try await store.auditChains() {
                entries += try await store.auditLinks(of: chain, from: 0, limit: 100).map(\.entry)
            }
            #expect(entries.contains { $0.event == .callerUnblocking && $0.caller == caller })
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func takesAnAnswerOnceHoweverOftenItComesAtOnce(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            #expect(try await store.add(try Fleet.holder(Self.anna)))
            _ = try await Self.begin(.registration, in: store)
            _ = try await Self.enroll(Self.chip(1), in: store)
            for round in 1...10 as ClosedRange<UInt32> {
                _ = try await Self.begin(.assertion, in: store)
                let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            try await Self.authenticate(Self.chip(1), counter: round, in: store).reason == .granted
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(granted == 1)
            }
        }
    }
}
