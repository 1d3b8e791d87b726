import Activation
import OTPCore
import StoreSupport
import Testing
import TokenRows

@Suite("The rotation of a store's keys")
struct KeyRotatorTests {
    private struct Killed: Error {}

    private static let devices = (0..<7).map { "D\($0)" }

    @Test("a rotation that ends after any step is finished by the next one", arguments: SealedStores.available)
    func anyStepIsTheLast(kind: SealedStores) async throws {
        for forgetsOldKeys in [false, true] {
            for lastStep in 1... {
                var isFinished = false
                try await kind.with(keyFiles: ["a.keys", "a.keys"]) { programs async throws in
                    try await Self.addDevices(to: programs[0])
                    do {
                        _ = try await Self.rotate(programs[0], forgetsOldKeys: forgetsOldKeys, steps: lastStep)
                        isFinished = true
                    } catch is Killed {
                        // The service that runs meanwhile opens and seals on.
                        try await Self.expectAllOpen(programs[1])
                        try await Fleet.add(try Fleet.token("late"), to: programs[1].store)
                        _ = try await Self.rotate(programs[0], forgetsOldKeys: forgetsOldKeys)
                    }
                    try await Self.expectAllOpen(programs[1])
                    let active = try programs[0].keyFile.reload().activeID
                    let inUse = try await programs[0].store.keysInUse()
                    #expect(inUse == [active])
                    if forgetsOldKeys {
                        #expect(programs[0].keyFile.keys.ids == [active])
                        let registered = try await programs[0].store.keyChecks().map(\.keyID)
                        #expect(registered == [active])
                    }
                }
                if isFinished { break }
            }
        }
    }

    @Test("rotations at once on one key file add one key and lose no secret", arguments: SealedStores.available)
    func atOnceOnOneFile(kind: SealedStores) async throws {
        for _ in 0..<4 {
            try await kind.with(keyFiles: ["a.keys", "a.keys", "a.keys"]) { programs async throws in
                try await Self.addDevices(to: programs[0])
                try await withThrowingTaskGroup { group in
                    for program in programs { group.addTask { _ = try await Self.rotate(program) } }
                    try await group.waitForAll()
                }
                let keys = try programs[0].keyFile.reload()
                let inUse = try await programs[0].store.keysInUse()
                #expect(inUse == [keys.activeID])
                for program in programs { try await Self.expectAllOpen(program) }
            }
        }
    }

    @Test(
        "of rotations at once on copies of the key file one wins, and no secret is lost",
        arguments: SealedStores.available
    )
    func atOnceOnCopies(kind: SealedStores) async throws {
        for _ in 0..<4 {
            try await kind.with(keyFiles: ["a.keys", "b.keys"]) { programs async throws in
                try await Self.addDevices(to: programs[0])
                let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for program in programs {
                        group.addTask {
                            do {
                                _ = try await Self.rotate(program)
                                return true
                            } catch is KeyRotation.Refusal {
                                return false
                            } catch TokenStoreError.damaged {
                                return false
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(winners.contains(true))
                // One file opens everything, and the next rotation with it ends well.
                var openers = 0
                for program in programs {
                    do {
                        _ = try await Self.rotate(program)
                        try await Self.expectAllOpen(program)
                        openers += 1
                        break
                    } catch is KeyRotation.Refusal {}
                }
                #expect(openers == 1)
            }
        }
    }

    @Test("a key can be added and copied before it seals", arguments: SealedStores.available)
    func addedFirst(kind: SealedStores) async throws {
        try await kind.with(keyFiles: ["a.keys", "b.keys"]) { programs async throws in
            try await Self.addDevices(to: programs[0])
            _ = try await KeyRotatorTests.rotate(programs[0], addsOnly: true)
            let (keys, inUse) = (try programs[0].keyFile.reload(), try await programs[0].store.keysInUse())
            #expect(keys.ids == [1, 2] && keys.activeID == 1 && inUse == [1])
            try await Self.expectAllOpen(programs[1])
            // The copy.
            try programs[1].keyFile.replace(with: keys)
            _ = try await Self.rotate(programs[0])
            #expect(try programs[0].keyFile.reload().activeID == 2)
            try await Self.expectAllOpen(programs[1])
        }
    }

    @Test("nothing is sealed under a key that was forgotten", arguments: SealedStores.available)
    func forgottenKeysDoNotSeal(kind: SealedStores) async throws {
        try await kind.with(keyFiles: ["a.keys", "b.keys"]) { programs async throws in
            try await Self.addDevices(to: programs[0])
            _ = try await Self.rotate(programs[0], forgetsOldKeys: true)
            // The other machine has the old file only.
            let error = await #expect(throws: TokenStoreError.self) {
                try await Fleet.add(try Fleet.token("late"), to: programs[1].store)
            }
            guard case .unavailable(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("has not registered key 1"))
        }
    }

    @Test("a full key file gets no more keys until old ones are forgotten", arguments: SealedStores.available)
    func fullKeyFile(kind: SealedStores) async throws {
        try await kind.with(keyFiles: ["a.keys"]) { programs async throws in
            let (store, keyFile) = (programs[0].store, programs[0].keyFile)
            try await Self.addDevices(to: programs[0])
            for _ in 0..<2 { _ = try await Self.rotate(store, keyFile, keyLimit: 3) }
            await #expect(throws: SealingKeyFileError.full) { try await Self.rotate(store, keyFile, keyLimit: 3) }
            #expect(try keyFile.reload().ids == [1, 2, 3])
            _ = try await Self.rotate(store, keyFile, forgetsOldKeys: true, keyLimit: 3)
            #expect(try keyFile.reload().ids == [4])
            try await Self.expectAllOpen(programs[0])
        }
    }

    private static func addDevices(to program: SealedStores.Program) async throws {
        for name in Self.devices { try await Fleet.add(try Fleet.token(name), to: program.store) }
    }

    /// A device that is there already is compared with the stored one, for which its secret is opened.
    private static func expectAllOpen(_ program: SealedStores.Program) async throws {
        for name in Self.devices {
            let outcomes = try await Fleet.add(try Fleet.token(name), to: program.store)
            #expect(outcomes == [.duplicate])
        }
    }

    private static func rotate(
        _ program: SealedStores.Program,
        addsOnly: Bool = false,
        forgetsOldKeys: Bool = false,
        steps: Int = .max
    ) async throws -> Int {
        try await Self.rotate(
            program.store,
            program.keyFile,
            addsOnly: addsOnly,
            forgetsOldKeys: forgetsOldKeys,
            steps: steps
        )
    }

    private static func rotate(
        _ store: some SealedTokenStore,
        _ keyFile: SealingKeyFile,
        addsOnly: Bool = false,
        forgetsOldKeys: Bool = false,
        steps: Int = .max,
        keyLimit: Int = SealingKeys.countLimit
    ) async throws -> Int {
        let count = StepCount(left: steps)
        let rotator = KeyRotator(of: store, with: keyFile, keyLimit: keyLimit) { _ in
            guard await count.take() else { throw Killed() }
        }
        return try await rotator.run(addsOnly: addsOnly, forgetsOldKeys: forgetsOldKeys)
    }

    private actor StepCount {
        private var left: Int

        init(left: Int) {
            self.left = left
        }

        func take() -> Bool {
            self.left -= 1
            return self.left > 0
        }
    }
}
