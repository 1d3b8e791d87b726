import Activation
import OTPCore
import StoreSupport
import Testing

/// What every store promises, told to each.
@Suite("A store")
struct TokenStoreTests {
    @Test(arguments: StoreUnderTest.available)
    func givesBackTheRecordsItWasGiven(kind: StoreUnderTest) async throws {
        let tokens = [
            try Fleet.token("A", movingFactor: .time(try TOTP())),
            try Fleet.token("B", kind: .audioCodeReader, algorithm: .sha512, movingFactor: .time(try TOTP(digits: 8))),
            try Fleet.token("C", movingFactor: .time(try TOTP(timeStep: UInt32.max, epoch: Int64.min))),
            try Fleet.token("D", algorithm: .sha256, movingFactor: .counter(try HOTP(digits: 10), first: UInt64.max)),
            try Fleet.token("E", movingFactor: .counter(try HOTP(), first: 1 << 63)),
        ]
        try await kind.withEmptyStore { store async throws in
            for token in tokens {
                #expect(try await Fleet.add(token, to: store) == [.imported])
            }
            for token in tokens {
                #expect(try await store.token(token.serialNumber) == token)
            }
            #expect(try await store.token(try SerialNumber("F")) == nil)
            #expect(try await store.token(try SerialNumber("a")) == nil)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func knowsAHolderOnce(kind: StoreUnderTest) async throws {
        let holder = try Fleet.holder("søren")
        let rival = HolderRecord(
            userID: holder.userID,
            password: StoredPassword(encoded: "another"),
            createdAt: Fleet.noon
        )
        try await kind.withEmptyStore { store async throws in
            #expect(try await store.holder(holder.userID) == nil)
            #expect(try await store.add(holder))
            #expect(try await !store.add(rival))
            #expect(try await store.holder(holder.userID) == holder)
            #expect(try await store.tokens(of: holder.userID).isEmpty)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func tellsDuplicatesFromConflicts(kind: StoreUnderTest) async throws {
        let token = try Fleet.token("A")
        let other = try Fleet.token("B")
        let otherKind = try Fleet.token("A", kind: .audioCodeReader)
        try await kind.withEmptyStore { store async throws in
            #expect(try await Fleet.add(token, token, to: store) == [.imported, .duplicate])
            #expect(try await Fleet.add(token, other, to: store) == [.duplicate, .imported])
            #expect(try await Fleet.add(token, secret: Fleet.secret + [0], to: store) == [.conflict])
            #expect(try await Fleet.add(token, secret: Array(Fleet.secret.reversed()), to: store) == [.conflict])
            #expect(try await Fleet.add(otherKind, to: store) == [.different(.kind)])
            #expect(try await store.token(token.serialNumber) == token)
            // The first secret stayed.
            #expect(try await store.add(try Fleet.holder("anna")))
            #expect(try await Fleet.activate("A", for: "anna", try Fleet.code(0), in: store).isActivated)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func keepsADeviceAsItIsWhenItIsImportedAgain(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            let active = try await Self.activatedDevice(in: store)
            #expect(try await Fleet.add(try Fleet.token("A"), to: store) == [.duplicate])
            #expect(try await store.token(active.serialNumber) == active)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func bindsADeviceToItsHolder(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            let active = try await Self.activatedDevice(in: store)
            let anna = try UserID("anna")
            #expect(active.state == .active(holder: anna, since: Fleet.noon))
            #expect(active.lastAccepted == 3)
            #expect(try await store.token(active.serialNumber) == active)
            #expect(try await store.tokens(of: anna) == [active])
            #expect(try await store.add(try Fleet.holder("bo")))
            let again = try await Fleet.activate("A", for: "bo", try Fleet.code(4), in: store)
            #expect(again == .refused(.taken))
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func findsTheDeviceBySerialNumberAndByHolder(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            let device = Dossier.Subject.device(try await Self.activatedDevice(in: store).serialNumber)
            let holder = Dossier.Subject.holder(try UserID("anna"))
            #expect(try await Fleet.verify(device, try Fleet.code(4), in: store).isAccepted)
            #expect(try await Fleet.verify(holder, try Fleet.code(4), in: store) == .refused(.spentCode))
            #expect(try await Fleet.verify(holder, try Fleet.code(5), in: store).isAccepted)
            #expect(try await Fleet.verify(device, try Fleet.code(5), in: store) == .refused(.spentCode))
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func lendsADecoyForWhatItDoesNotKnow(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            #expect(try await store.add(try Fleet.holder("anna")))
            let code = try HOTP().code(for: 0, key: .decoy)
            let subjects: [Dossier.Subject] = [
                .device(try SerialNumber("A")), .holder(try UserID("anna")), .holder(try UserID("bo")),
                .activation(try SerialNumber("A"), try UserID("anna")),
            ]
            for subject in subjects {
                let lent = try await store.update(subject) { dossier, key in
                    (try? HOTP().code(for: 0, key: key), dossier.token, dossier.held)
                }
                #expect(lent.0 == code)
                #expect(lent.1 == nil)
                #expect(lent.2.isEmpty)
                #expect(try await Fleet.verify(subject, code, in: store) == .refused(.unknownDevice))
            }
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func keepsToTheHoldingRule(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            _ = try await Self.activatedDevice(in: store)
            try await Fleet.add(try Fleet.token("R", kind: .audioCodeReader), to: store)
            let decision = try await Fleet.activate("R", for: "anna", try Fleet.code(0), in: store)
            #expect(decision == .refused(.holdingRule(held: .codeDisplay)))
            let reader = try await store.token(try SerialNumber("R"))
            #expect(reader?.state == .inStock)
            #expect(reader?.lastAccepted == 0)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func acceptsACodeOnceHoweverOftenItComesAtOnce(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            let device = Dossier.Subject.device(try await Self.activatedDevice(in: store).serialNumber)
            let holder = Dossier.Subject.holder(try UserID("anna"))
            for round in 4..<24 as Range<UInt64> {
                let code = try Fleet.code(round)
                let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for turn in 0..<50 {
                        group.addTask {
                            try await Fleet.verify(turn % 2 == 0 ? device : holder, code, in: store).isAccepted
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(accepted == 1)
            }
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func givesADeviceToOneOfManyWhoWantItAtOnce(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            for person in 0..<20 { #expect(try await store.add(try Fleet.holder("person-\(person)"))) }
            try await Fleet.add(try Fleet.token("A"), to: store)
            let code = try Fleet.code(0)
            let activated = try await withThrowingTaskGroup(of: Bool.self) { group in
                for person in 0..<20 {
                    group.addTask {
                        try await Fleet.activate("A", for: "person-\(person)", code, in: store).isActivated
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(activated == 1)
        }
    }

    /// Device A of anna, activated with the code of counter 3.
    private static func activatedDevice(in store: any TokenStore) async throws -> TokenRecord {
        try await Fleet.add(try Fleet.token("A"), to: store)
        #expect(try await store.add(try Fleet.holder("anna")))
        let decision = try await Fleet.activate("A", for: "anna", try Fleet.code(3), in: store)
        guard case .activated(let record) = decision else {
            Issue.record("\(decision)")
            return try Fleet.token("A")
        }
        return record
    }
}
