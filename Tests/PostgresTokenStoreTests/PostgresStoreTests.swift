import Activation
import OTPCore
import PostgresTokenStore
import StoreSupport
import Testing
import TokenRows

@Suite("PostgreSQL")
struct PostgresPresenceTests {
    @Test func isThereOnABuildMachine() {
        #expect(PostgresCluster.isInstalled || !PostgresCluster.mustBeInstalled, "\(PostgresCluster.absence)")
    }
}

@Suite(
    "A store on a server",
    .enabled(if: PostgresCluster.isInstalled, "\(PostgresCluster.absence)")
)
struct PostgresStoreTests {
    @Test func isSharedByThreeNodesWithoutAcceptingACodeTwice() async throws {
        try await Self.withNodes(3) { nodes, _ async throws in
            let device = try await Self.activatedDevice(in: nodes[0])
            for round in 1...20 as ClosedRange<UInt64> {
                let code = try Fleet.code(round)
                let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for turn in 0..<50 {
                        group.addTask { try await Fleet.verify(device, code, in: nodes[turn % 3]).isAccepted }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(accepted == 1)
            }
        }
    }

    @Test func letsDecisionsShareATransactionAndFailAlone() async throws {
        try await Self.withNodes(0) { _, place async throws in
            // With one session, all that come while it is busy are decided together.
            let node = try await PostgresStore.open(
                place.address,
                keyFile: place.keyFile,
                sessions: 1,
                patience: .ofTests,
                limits: .ofTests
            )
            defer { node.close() }
            let names = (0..<40).map { "D\($0)" }
            for name in names { #expect(try await Fleet.addActivated(name, to: node)) }
            for round in 1...5 as ClosedRange<UInt64> {
                let outcomes = try await Fleet.verifyTwice(names, try Fleet.code(round), in: node)
                for name in names { #expect(outcomes[name] == [true: 1, false: 1], "\(name)") }
            }
            let transactions = try await place.psql(
                "SELECT count(DISTINCT xmin::text) FROM audit WHERE event = 'verification'"
            )
            #expect(try #require(Int(transactions)) < 200)

            try await place.psql("UPDATE token SET state = 'nonsense' WHERE serial_number = 'D7'")
            let outcomes = try await Fleet.verifyTwice(names, try Fleet.code(6), in: node)
            for name in names { #expect(outcomes[name] == (name == "D7" ? [nil: 2] : [true: 1, false: 1]), "\(name)") }
            var chain = AuditChain(name: "postgres-1", key: try await node.auditKey())
            let links = try await node.auditLinks(of: chain.name, from: 0, limit: 1000)
            // An added holder and an activation each, ten verifications each, and two of each but one.
            #expect(links.count == 80 + 400 + 78)
            try chain.check(links)
        }
    }

    @Test("a store whose holders share a credential opens, and it is shared no further")
    func keepsASharedCredential() async throws {
        try await Self.withNodes(1) { nodes, place async throws in
            try await SharedCredential.addHolders(to: nodes[0])
            for statement in SharedCredential.statements { try await place.psql(statement) }
            try await place.psql("DELETE FROM schema_step WHERE name LIKE '% credentials of one holder%'")
            let store = try await PostgresStore.open(place.address, keyFile: place.keyFile)
            defer { store.close() }
            try await SharedCredential.check(in: store)
        }
    }

    @Test("nodes that enrol one credential at once give it to one holder")
    func enrollsOnceAtSeveralNodes() async throws {
        try await Self.withNodes(3) { nodes, _ async throws in
            let names = (0..<12).map { "holder-\($0)" }
            for name in names { #expect(try await nodes[0].add(try Fleet.holder(name))) }
            let challenge = ChipChallenge(hashing: [1].span)
            let end = Fleet.noon + .minutes(5)
            let rules = DecisionRules(chips: try #require(ChipPolicy(waitingTime: .zero)))
            for round in 1...10 as ClosedRange<UInt8> {
                let chip = SharedCredential.chip(round)
                for name in names {
                    let ceremony = ChipCeremony(.registration, challenge: challenge, expiresAt: end)
                    _ = try await nodes[0].update(.holder(try UserID(name))) { dossier, key in
                        dossier.begin(ceremony, passwordIsRight: true, at: Fleet.noon, rules, key: key)
                    }
                }
                let reasons = try await withThrowingTaskGroup(of: AuditReason.self) { group in
                    for (turn, name) in names.enumerated() {
                        group.addTask {
                            let subject = Dossier.Subject.enrollment(try UserID(name), credentialID: chip.credentialID)
                            return try await nodes[turn % 3].update(subject) { dossier, _ in
                                dossier.enroll(.success(chip), answering: challenge, at: Fleet.noon, .standard)
                            }.reason
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(reasons.filter { $0 == .granted }.count == 1)
                #expect(reasons.filter { $0 == .taken }.count == names.count - 1)
            }
        }
    }

    @Test func isMadeOnceByManyNodesThatStartAtOnce() async throws {
        try await Self.withNodes(0) { _, place async throws in
            let imported = try await withThrowingTaskGroup(of: [ImportOutcome].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let node = try await PostgresStore.open(
                            place.address,
                            keyFile: place.keyFile,
                            sessions: 1,
                            patience: .ofTests,
                            limits: .ofTests
                        )
                        defer { node.close() }
                        return try await Fleet.add(try Fleet.token("A"), try Fleet.token("B"), to: node)
                    }
                }
                return try await group.reduce([], +)
            }
            #expect(imported.filter { $0 == .imported }.count == 2)
            #expect(imported.filter { $0 == .duplicate }.count == 10)
        }
    }

    @Test func goesOnWhenTheServerHasCutItsConnections() async throws {
        try await Self.withNodes(1) { nodes, place async throws in
            let device = try await Self.activatedDevice(in: nodes[0])
            for round in 1...3 as ClosedRange<UInt64> {
                try await place.psql(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'mitid-activation' AND datname = current_database()"
                )
                #expect(try await Fleet.verify(device, try Fleet.code(round), in: nodes[0]).isAccepted)
            }
        }
    }

    @Test func saysSoWhenNobodyKnowsHowACommitEnded() async throws {
        try await Self.withNodes(1) { nodes, place async throws in
            let device = try await Self.activatedDevice(in: nodes[0])
            // The server ends the session in the middle of its commit.
            try await place.psql(
                """
                CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER ends_session AFTER UPDATE ON token DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION end_session();
                """
            )
            let code = try Fleet.code(1)
            let error = await #expect(throws: TokenStoreError.self) {
                try await Fleet.verify(device, code, in: nodes[0])
            }
            guard case .outcomeUnknown = error else {
                Issue.record("\(error.map { "\($0)" } ?? "no error")")
                return
            }
            try await place.psql("DROP TRIGGER ends_session ON token")
            // It had not counted, so it does now, and once.
            #expect(try await Fleet.verify(device, code, in: nodes[0]).isAccepted)
            #expect(try await Fleet.verify(device, code, in: nodes[0]) == .refused(.spentCode))
        }
    }

    @Test func seesToItThatTheTrailHasRoomForTheNextYear() async throws {
        try await Self.withNodes(1) { nodes, place async throws in
            let question = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit'::regclass"
            // Thirteen months, and the rest.
            #expect(try await place.psql(question) == "14")
            try await place.psql(
                "DO $$ BEGIN EXECUTE 'DROP TABLE audit_' || to_char(now() + interval '4 months', 'YYYY_MM'); END $$"
            )
            #expect(try await place.psql(question) == "13")
            _ = try await Self.activatedDevice(in: nodes[0])
            #expect(try await place.psql(question) == "14")
        }
    }

    @Test("the trail gets its key only when no node of an earlier release writes to it")
    func keyBesideAnEarlierRelease() async throws {
        try await Self.withNodes(1) { nodes, place async throws in
            _ = try await Self.activatedDevice(in: nodes[0])
            // As an earlier release has left the trail that it still writes to.
            try await place.psql("UPDATE audit_key SET secret_key_id = 0; DELETE FROM audit_seal")
            let error = await #expect(throws: TokenStoreError.self) {
                try await PostgresStore.open(place.address, keyFile: place.keyFile)
            }
            #expect(error.map { "\($0)".contains("earlier release") } == true, "\(String(describing: error))")
            nodes[0].close()
            let store = try await PostgresStore.open(place.address, keyFile: place.keyFile)
            defer { store.close() }
            #expect(try await store.auditKey()?.chains.map(\.firstNumber).reduce(0, +) == 2)
        }
    }

    @Test func letsNobodyChangeTheTrail() async throws {
        try await Self.withNodes(1) { nodes, place async throws in
            _ = try await Self.activatedDevice(in: nodes[0])
            for statement in [
                "UPDATE audit SET reason = 'granted'", "DELETE FROM audit", "TRUNCATE audit",
                "TRUNCATE audit_2026_11", "TRUNCATE audit_rest",
            ] {
                await #expect(throws: (any Error).self, "\(statement)") { try await place.psql(statement) }
            }
            #expect(try await place.psql("SELECT count(*) FROM audit") == "2")
        }
    }

    @Test func keepsNoSecretAsItIs() async throws {
        try await Self.withNodes(1) { nodes, place async throws in
            try await Fleet.add(try Fleet.token("A"), to: nodes[0])
            let dump = try await place.psql("SELECT * FROM token")
            let plain = Fleet.secret.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
            #expect(dump.contains("\\x"))
            #expect(!dump.contains(plain))
        }
    }

    @Test func refusesAKeyFileOfAnotherStore() async throws {
        try await Self.withNodes(1) { _, place async throws in
            try await TemporaryFolder.with { folder async throws in
                let other = try folder.keyFile()
                await #expect(throws: TokenStoreError.self) {
                    try await PostgresStore.open(place.address, keyFile: other)
                }
            }
        }
    }

    @Test func refusesASchemaItDoesNotKnow() async throws {
        try await Self.withNodes(1) { _, place async throws in
            try await place.psql("INSERT INTO schema_step VALUES ('99 from the future', now())")
            await #expect(throws: TokenStoreError.newerSchema) {
                try await PostgresStore.open(place.address, keyFile: place.keyFile)
            }
        }
    }

    private struct Place: Sendable {
        let cluster: PostgresCluster
        let database: String
        let address: PostgresAddress
        let keyFile: SealingKeyFile

        @discardableResult
        func psql(_ statement: String) async throws -> String {
            try await self.cluster.psql(statement, in: self.database)
        }
    }

    /// So many nodes of a service on one empty database.
    private static func withNodes(
        _ count: Int,
        _ body: ([PostgresStore], Place) async throws -> Void
    ) async throws {
        let cluster = try await PostgresCluster.shared
        let database = try await cluster.emptyDatabase()
        let address = try cluster.address(of: database)
        try await TemporaryFolder.with { folder async throws in
            let keyFile = try folder.keyFile()
            var nodes: [PostgresStore] = []
            for _ in 0..<count {
                nodes.append(
                    try await PostgresStore.open(
                        address,
                        keyFile: keyFile,
                        sessions: 4,
                        patience: .ofTests,
                        limits: .ofTests
                    )
                )
            }
            defer { for node in nodes { node.close() } }
            try await body(nodes, Place(cluster: cluster, database: database, address: address, keyFile: keyFile))
        }
    }

    /// Device A of anna, activated with the code of counter 0.
    private static func activatedDevice(in store: any TokenStore) async throws -> Dossier.Subject {
        try await Fleet.add(try Fleet.token("A"), to: store)
        #expect(try await store.add(try Fleet.holder("anna")))
        #expect(try await Fleet.activate("A", for: "anna", try Fleet.code(0), in: store).isActivated)
        return .device(try SerialNumber("A"))
    }
}
