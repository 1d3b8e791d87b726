import Activation
import OTPCore
import PostgresTokenStore
import StoreSupport
import Testing
import TokenRows

@Suite(
    "A server that warns, hangs or is gone",
    .enabled(if: PostgresCluster.isInstalled, "\(PostgresCluster.absence)")
)
struct PostgresOutageTests {
    @Test("a decision whose commit comes with a warning is not accepted, and its code is spent")
    func warningAtCommit() async throws {
        try await Self.withStore { store, place async throws in
            let device = try await Self.activatedDevice(in: store)
            try await place.atCommit(of: "UPDATE ON token", "RAISE WARNING 'it may be lost'")
            let code = try Fleet.code(1)
            await Self.expectUnknown { try await Fleet.verify(device, code, in: store) }
            try await place.atCommit(of: nil)
            #expect(try await Fleet.verify(device, code, in: store) == .refused(.spentCode))
            // The session that had heard the warning has gone, and the next one goes on with the trail.
            #expect(try await Fleet.verify(device, try Fleet.code(2), in: store).isAccepted)
            for name in try await store.auditChains() {
                var chain = AuditChain(name: name, key: try await store.auditKey())
                try chain.check(try await store.auditLinks(of: name, from: 0, limit: 100))
            }
        }
    }

    @Test("every other commit that comes with a warning is of unknown outcome as well")
    func warningAtOtherCommits() async throws {
        try await Self.withStore { store, place async throws in
            try await place.atCommit(of: "INSERT ON holder", "RAISE WARNING 'it may be lost'")
            await Self.expectUnknown { try await store.add(try Fleet.holder("anna")) }
            try await place.atCommit(of: "INSERT ON token", "RAISE WARNING 'it may be lost'")
            await Self.expectUnknown { try await Fleet.add(try Fleet.token("A"), to: store) }
            try await place.psql("INSERT INTO sealing_key VALUES (77, '')")
            try await place.atCommit(of: "DELETE ON sealing_key", "RAISE WARNING 'it may be lost'")
            await Self.expectUnknown { try await store.forgetUnusedKeys() }
        }
    }

    @Test("a statement that commits by itself is treated the same")
    func warningAtImplicitCommit() async throws {
        try await Self.withStore { _, place async throws in
            try await place.psql("DELETE FROM sealing_key")
            // A store registers its key when it is opened.
            try await place.atCommit(of: "INSERT ON sealing_key", "RAISE WARNING 'it may be lost'")
            let address = try place.cluster.address(of: place.database)
            await Self.expectUnknown {
                try await PostgresStore.open(
                    address,
                    keyFile: place.keyFile,
                    sessions: 1,
                    patience: .ofTests,
                    limits: .ofTests
                )
            }
        }
    }

    @Test("a warning before the commit changes nothing")
    func warningBeforeCommit() async throws {
        try await Self.withStore { store, place async throws in
            let device = try await Self.activatedDevice(in: store)
            try await place.psql(
                """
                CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE WARNING 'something else'; RETURN NULL; END $$;
                CREATE TRIGGER warns AFTER UPDATE ON token FOR EACH ROW EXECUTE FUNCTION warn();
                """
            )
            #expect(try await Fleet.verify(device, try Fleet.code(1), in: store).isAccepted)
        }
    }

    @Test("a commit that is not answered in time is of unknown outcome")
    func hungCommit() async throws {
        var limits = PostgresLimits()
        limits.answer = .seconds(3)
        try await Self.withStore(limits: limits) { store, place async throws in
            let device = try await Self.activatedDevice(in: store)
            try await place.atCommit(of: "UPDATE ON token", "PERFORM pg_sleep(600)")
            let code = try Fleet.code(1)
            let begun = ContinuousClock.now
            await Self.expectUnknown { try await Fleet.verify(device, code, in: store) }
            #expect(ContinuousClock.now - begun < .seconds(60))
            try await place.psql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'COMMIT'"
            )
            try await place.atCommit(of: nil)
            #expect(try await Fleet.verify(device, code, in: store).isAccepted)
        }
    }

    @Test("a code that was not decided on while its client waited is never decided on")
    func lateDecisions() async throws {
        try await Self.withStore(patience: StorePatience(.seconds(1))) { store, place async throws in
            let device = try await Self.activatedDevice(in: store)
            try await place.psql("CREATE TABLE release (number int)")
            // Somebody else has the row until no client waits any more but the one whose decision waits for it.
            async let lock = place.psql(
                """
                BEGIN;
                SELECT 1 FROM token FOR UPDATE;
                DO $$ BEGIN
                    WHILE (SELECT count(*) FROM release) = 0 LOOP PERFORM pg_sleep(0.02); END LOOP;
                END $$;
                """
            )
            let holders = "SELECT count(*) FROM pg_locks WHERE relation = 'token'::regclass AND mode = 'RowShareLock'"
            while try await place.psql(holders) == "0" {}
            let wrong = try Fleet.code(4711)
            let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        do {
                            _ = try await Fleet.verify(device, wrong, in: store)
                            return false
                        } catch TokenStoreError.unavailable {
                            return true
                        }
                    }
                }
                var refused = 0
                for _ in 0..<39 { refused += try await group.next() == true ? 1 : 0 }
                try await place.psql("INSERT INTO release VALUES (1)")
                refused += try await group.next() == true ? 1 : 0
                return refused
            }
            #expect(refused == 40)
            _ = try await lock
            #expect(try await place.psql("SELECT codes_wrong, codes_blocks FROM token") == "0|0")
            #expect(try await place.psql("SELECT count(*) FROM audit") == "2")
            let next = try Fleet.code(1)
            #expect(try await Self.withoutHurry { try await Fleet.verify(device, next, in: store) }.isAccepted)
        }
    }

    @Test("a server that takes connections and never answers is left for the next one")
    func silentHost() async throws {
        let silent = try SilentServer()
        try await Self.withStore { store, place async throws in
            let device = try await Self.activatedDevice(in: store)
            let folder = try await place.psql("SHOW unix_socket_directories")
            let address = try PostgresAddress(
                "postgres://mitid@/\(place.database)?host=127.0.0.1,\(folder)&port=\(silent.port),5432"
            )
            let other = try await PostgresStore.open(address, keyFile: place.keyFile, sessions: 1)
            defer { other.close() }
            #expect(try await Fleet.verify(device, try Fleet.code(1), in: other).isAccepted)
        }
    }

    @Test("where nobody answers, a store is refused in the time that a client waits, and closed at once")
    func silentServer() async throws {
        let silent = try SilentServer()
        try await TemporaryFolder.with { folder async throws in
            let keyFile = try folder.keyFile()
            let address = try PostgresAddress("postgres://mitid@127.0.0.1:\(silent.port)/tokens")
            let begun = ContinuousClock.now
            let error = await #expect(throws: TokenStoreError.self) {
                try await PostgresStore.open(address, keyFile: keyFile, patience: StorePatience(.seconds(1)))
            }
            guard case .unavailable(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("127.0.0.1:\(silent.port)"))
            #expect(ContinuousClock.now - begun < .seconds(60))
        }
    }

    @Test("a database or a role that is not there is no reason to try again")
    func finalRefusals() async throws {
        try await Self.withStore { _, place async throws in
            let folder = try await place.psql("SHOW unix_socket_directories")
            for text in [
                "postgres://mitid@/nowhere?host=\(folder)", "postgres://nobody@/\(place.database)?host=\(folder)",
            ] {
                let address = try PostgresAddress(text)
                // As long as the test may run, if it were one.
                let patience = StorePatience(.seconds(3600))
                let error = await #expect(throws: TokenStoreError.self) {
                    try await PostgresStore.open(address, keyFile: place.keyFile, sessions: 1, patience: patience)
                }
                guard case .unavailable(let reason) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(reason.contains("does not exist"))
            }
        }
    }

    @Test("a store whose server answers is available until it is closed")
    func availability() async throws {
        try await Self.withStore { store, _ async throws in
            try await store.checkAvailability()
            store.close()
            await #expect(throws: TokenStoreError.self) { try await store.checkAvailability() }
        }
    }

    private struct Place: Sendable {
        let cluster: PostgresCluster
        let database: String
        let keyFile: SealingKeyFile

        @discardableResult
        func psql(_ statement: String) async throws -> String {
            try await self.cluster.psql(statement, in: self.database)
        }

        /// Lets the server do something in the middle of commits, or no longer.
        func atCommit(of change: String?, _ action: String = "") async throws {
            try await self.psql("DROP FUNCTION IF EXISTS at_commit CASCADE")
            guard let change else { return }
            try await self.psql(
                """
                CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN \(action); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER at_commit AFTER \(change) DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION at_commit();
                """
            )
        }
    }

    /// A store with one session on an empty database.
    private static func withStore(
        patience: StorePatience = .ofTests,
        limits: PostgresLimits = .ofTests,
        _ body: (PostgresStore, Place) async throws -> Void
    ) async throws {
        let cluster = try await PostgresCluster.shared
        let database = try await cluster.emptyDatabase()
        try await TemporaryFolder.with { folder async throws in
            let keyFile = try folder.keyFile()
            let store = try await Self.withoutHurry {
                try await PostgresStore.open(
                    try cluster.address(of: database),
                    keyFile: keyFile,
                    sessions: 1,
                    patience: patience,
                    limits: limits
                )
            }
            defer { store.close() }
            try await body(store, Place(cluster: cluster, database: database, keyFile: keyFile))
        }
    }

    /// What is asked here may take ten minutes, however little patience the store has and however busy this machine is.
    private static func withoutHurry<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        try await StorePatience.$arrival.withValue(.now + .seconds(600)) { try await body() }
    }

    /// Device A, activated with the code of counter 0.
    private static func activatedDevice(in store: PostgresStore) async throws -> Dossier.Subject {
        #expect(try await Self.withoutHurry { try await Fleet.addActivated("A", to: store) })
        return .device(try SerialNumber("A"))
    }

    private static func expectUnknown<Answer>(
        at location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Answer
    ) async {
        do {
            _ = try await body()
            Issue.record("it was answered", sourceLocation: location)
        } catch TokenStoreError.outcomeUnknown {
            // As it should.
        } catch {
            Issue.record("\(error)", sourceLocation: location)
        }
    }
}
