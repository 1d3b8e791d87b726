import Activation
import OTPCore
import StoreSupport
import Testing

/// What a decision leaves behind besides its answer, in every store.
@Suite("A store, after a decision")
struct StoredLifeTests {
    @Test(arguments: StoreUnderTest.available)
    func keepsAllThatAWrongCodeChanges(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            let device = try await Self.activatedDevice("A", in: store)
            let wrong = try Fleet.code(1000)
            for _ in 0..<3 { #expect(try await !Fleet.verify(device, wrong, in: store).isAccepted) }
            let record = try #require(try await store.token(try SerialNumber("A")))
            #expect(record.attempts.codes.blocks == 1)
            #expect(record.attempts.codes.blockedUntil != nil)
            let seen = try await store.update(device) { dossier, _ in dossier.token }
            #expect(seen == record)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func keepsABlockAndARetirement(kind: StoreUnderTest) async throws {
        let later = Fleet.noon + .hours(1)
        try await kind.withEmptyStore { store async throws in
            let device = try await Self.activatedDevice("A", in: store)
            _ = try await store.update(device) { dossier, _ in dossier.block(.temporary(until: later), at: Fleet.noon) }
            #expect(try await store.token(try SerialNumber("A"))?.block == .temporary(until: later))
            _ = try await store.update(device) { dossier, _ in dossier.block(.permanent, at: Fleet.noon) }
            #expect(try await store.token(try SerialNumber("A"))?.block == .permanent)
            _ = try await store.update(device) { dossier, _ in dossier.retire(.lost, at: later) }
            let record = try #require(try await store.token(try SerialNumber("A")))
            #expect(record.state == .retired(.lost, since: later))
            #expect(record.lastAccepted == 3)
            #expect(try await store.tokens(of: try UserID("anna")).isEmpty)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func countsAHoldersWrongPasswords(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            try await Fleet.add(try Fleet.token("A"), to: store)
            #expect(try await store.add(try Fleet.holder("anna")))
            let request = ActivationRequest(
                userID: try UserID("anna"),
                serialNumber: try SerialNumber("A"),
                presented: PresentedCode(try Fleet.code(900), at: Fleet.noon)
            )
            let subject = Dossier.Subject.activation(request.serialNumber, request.userID)
            for _ in 0..<2 {
                _ = try await store.update(subject) { dossier, key in
                    dossier.activate(request, passwordIsRight: false, rules: .standard, key: key)
                }
            }
            let holder = try #require(try await store.holder(request.userID))
            #expect(holder.attempts.passwords.wrong == 2)
            #expect(holder.password == (try Fleet.holder("anna")).password)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func allowsACallerNoMoreGuessesForComingAtOnce(kind: StoreUnderTest) async throws {
        let caller = CallerID("192.0.2.1")
        let allowed = DecisionRules.standard.throttles.callers.burst
        try await kind.withEmptyStore { store async throws in
            let wrong = try Fleet.code(1000)
            let reasons = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let unknown = Dossier.Subject.device(try SerialNumber("unknown-\(number)"))
                        let decision = try await store.update(unknown, caller: caller) { dossier, key in
                            dossier.verify(PresentedCode(wrong, at: Fleet.noon), rules: .standard, key: key)
                        }
                        return decision == .refused(.unknownDevice)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(reasons == allowed)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func leavesOneEntryForEachDecisionInChainsThatHold(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            for name in ["A", "B", "C", "D"] {
                _ = try await Self.activatedDevice(name, holder: "of-\(name)", in: store)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for turn in 0..<80 {
                    group.addTask {
                        let device = Dossier.Subject.device(try SerialNumber(["A", "B", "C", "D"][turn % 4]))
                        _ = try await Fleet.verify(device, try Fleet.code(4), in: store)
                    }
                }
                try await group.waitForAll()
            }
            var accepted = 0
            var entries = 0
            for name in try await store.auditChains() {
                var chain = AuditChain(name: name, key: try await store.auditKey())
                while true {
                    let page = try await store.auditLinks(of: name, from: chain.nextNumber, limit: 7)
                    guard !page.isEmpty else { break }
                    try chain.check(page)
                    entries += page.count
                    accepted += page.count { $0.entry.event == .verification && $0.entry.reason.isGranted }
                }
            }
            // An added holder, an activation and twenty verifications of each device.
            #expect(entries == 88)
            #expect(accepted == 4)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func mixesEverySortOfDecisionWithoutADeadlock(kind: StoreUnderTest) async throws {
        try await kind.withEmptyStore { store async throws in
            for name in ["A", "B", "C"] { _ = try await Self.activatedDevice(name, holder: "of-\(name)", in: store) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for turn in 0..<120 {
                    group.addTask {
                        let names = ["A", "B", "C"]
                        let (serialNumber, holder) = (names[turn % 3], "of-\(names[turn / 3 % 3])")
                        let code = try Fleet.code(UInt64(4 + turn / 30))
                        switch turn % 4 {
                        case 0: _ = try await Fleet.verify(.device(try SerialNumber(serialNumber)), code, in: store)
                        case 1: _ = try await Fleet.verify(.holder(try UserID(holder)), code, in: store)
                        default: _ = try await Fleet.activate(serialNumber, for: holder, code, in: store)
                        }
                    }
                }
                try await group.waitForAll()
            }
            for name in ["A", "B", "C"] {
                #expect(try await store.token(try SerialNumber(name))?.holder == (try UserID("of-\(name)")))
            }
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func notesThePlaceInAFileWithTheDevicesBeforeIt(kind: StoreUnderTest) async throws {
        let place = ImportPlace(digest: "ab12", records: 5, imported: 1, duplicates: 1, rejected: 1)
        try await kind.withEmptyStore { store async throws in
            #expect(try await store.importPlace(ofFile: "ab12") == nil)
            try await Fleet.add(try Fleet.token("A"), to: store)
            for _ in 0..<2 {
                var batch = TokenBatch(capacity: 2)
                let secret = Fleet.secret
                let shared = try SharedSecret(copying: secret.span)
                for name in ["A", "B"] { batch.append(try Fleet.token(name), secret: shared) }
                _ = try await store.add(batch, reaching: place)
            }
            let expected = ImportPlace(digest: "ab12", records: 5, imported: 1, duplicates: 3, rejected: 1)
            #expect(try await store.importPlace(ofFile: "ab12") == expected)
            #expect(try await store.importPlace(ofFile: "cd34") == nil)
        }
    }

    /// A device of a holder, activated with the code of counter 3.
    private static func activatedDevice(
        _ name: String,
        holder: String = "anna",
        in store: any TokenStore
    ) async throws -> Dossier.Subject {
        try await Fleet.add(try Fleet.token(name), to: store)
        #expect(try await store.add(try Fleet.holder(holder)))
        #expect(try await Fleet.activate(name, for: holder, try Fleet.code(3), in: store).isActivated)
        return .device(try SerialNumber(name))
    }
}
