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
        return try await store.update(.holder(try UserID(Self.anna))) { dossier, _ in
            dossier.begin(ceremony, passwordIsRight: true, at: Fleet.noon, .standard)
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
