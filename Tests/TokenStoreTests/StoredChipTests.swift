import Activation
import OTPCore
import StoreSupport
import Testing

/// A holder's chip, in every store.
@Suite("A store, with a chip")
struct StoredChipTests {
    private static let anna = "anna"
    private static let challenge = ChipChallenge(hashing: [1, 2, 3].span)

    private static func chip(_ number: UInt8, counter: UInt32 = 0) -> ChipRecord {
        ChipRecord(
            credentialID: [number, 0, 0xFF],
            publicKey: [4] + [UInt8](repeating: number, count: 64),
            aaguid: [UInt8](repeating: number, count: 16),
            attestation: .trusted,
            enrolledAt: Fleet.noon,
            signatureCounter: counter
        )
    }

    private static func begin(_ kind: ChipCeremony.Kind, in store: any TokenStore) async throws -> ChipDecision {
        let ceremony = ChipCeremony(kind, challenge: Self.challenge, expiresAt: Fleet.noon + .minutes(5))
        let rules = DecisionRules(chips: try #require(ChipPolicy(waitingTime: .zero)))
        return try await store.update(.holder(try UserID(Self.anna))) { dossier, key in
            dossier.begin(ceremony, passwordIsRight: true, at: Fleet.noon, rules, key: key)
        }
    }

    private static func enroll(_ chip: ChipRecord, in store: any TokenStore) async throws -> ChipDecision {
        try await store.update(.holder(try UserID(Self.anna))) { dossier, _ in
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
