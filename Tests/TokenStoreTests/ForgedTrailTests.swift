import Activation
import ActivationHTTP
import OTPCore
import StoreSupport
import Testing
import TokenRows

/// Forgeries of the audit trail by an attacker with the database and without the key file.
@Suite("A trail that somebody with the database has changed")
struct ForgedTrailTests {
    static let count: UInt64 = 40
    private static let tables = ["audit", "audit_seal", "audit_key"]

    @Test(
        "every single change is found without an earlier report, and after its end with one",
        arguments: SealedStores.available
    )
    func everySingleChangeIsFound(kind: SealedStores) async throws {
        try await kind.withIntruder { intruder async throws in
            try await intruder.withStore { store async throws in
                let trail = try await Self.write(to: store, intruder.chain)
                try await Self.copy(intruder)
                let early = AuditChain(name: intruder.chain, after: trail[24])
                let late = AuditChain(name: intruder.chain, after: trail[39])
                #expect(try await Self.fault(in: store, after: nil, intruder) == nil)
                #expect(try await Self.fault(in: store, after: early, intruder) == nil)
                #expect(try await Self.fault(in: store, after: late, intruder) == nil)
                // A server takes a new client for each: of those of one kind it gets every fifth.
                let step = kind == .postgres ? 5 : 1
                for (index, change) in Self.changes(of: trail, intruder).enumerated() where index % step == 0 {
                    let (place, name, statements) = change
                    try await intruder.run(Self.restoration + statements)
                    #expect(try await Self.fault(in: store, after: nil, intruder) != nil, "\(name) \(place)")
                    guard place > 24 else { continue }
                    #expect(try await Self.fault(in: store, after: early, intruder) != nil, "\(name) \(place), early")
                }
                try await intruder.run(Self.restoration)
                #expect(try await Self.fault(in: store, after: late, intruder) == nil)
            }
        }
    }

    @Test(
        "a trail that is emptied is found, and a key that is gone or replaced opens no store",
        arguments: SealedStores.available
    )
    func nothingIsLeft(kind: SealedStores) async throws {
        try await kind.withIntruder { intruder async throws in
            try await intruder.withStore { store async throws in _ = try await Self.write(to: store, intruder.chain) }
            try await Self.copy(intruder)
            for statements in [
                ["DELETE FROM audit"], ["DELETE FROM audit", "DELETE FROM audit_seal"], ["DELETE FROM audit_seal"],
            ] {
                try await intruder.run(Self.restoration + statements)
                try await intruder.withStore { store async throws in
                    #expect(try await Self.fault(in: store, after: nil, intruder) != nil, "\(statements)")
                    // What the service appends hides nothing.
                    try await store.append(try Self.entry(99))
                    #expect(
                        try await Self.fault(in: store, after: nil, intruder) != nil,
                        "\(statements), then an entry"
                    )
                }
            }
            for statement in [
                "DELETE FROM audit_key",
                "UPDATE audit_key SET secret = \(intruder.literal(String(repeating: "00", count: 80)))",
                "UPDATE audit_key SET secret_key_id = 7",
                "UPDATE audit_key SET secret = (SELECT check_text FROM sealing_key)",
            ] {
                try await intruder.run(Self.restoration + [statement])
                await #expect(throws: (any Error).self, "\(statement)") {
                    try await intruder.withStore { store async throws in
                        guard try await Self.fault(in: store, after: nil, intruder) == nil else {
                            throw AuditBreak(number: 0, kind: .unsealed)
                        }
                    }
                }
            }
        }
    }

    @Test("entries after a cut do not hide it", arguments: SealedStores.available)
    func writingOnHidesNothing(kind: SealedStores) async throws {
        try await kind.withIntruder { intruder async throws in
            try await intruder.withStore { store async throws in _ = try await Self.write(to: store, intruder.chain) }
            try await Self.copy(intruder)
            for statements in [
                ["DELETE FROM audit WHERE number >= 37"],
                ["DELETE FROM audit WHERE number >= 37", "DELETE FROM audit_seal"],
                ["DELETE FROM audit WHERE number >= 37", "UPDATE audit_seal SET next_number = 37"],
                ["UPDATE audit SET reason = 'granted' WHERE number = 39"],
                ["UPDATE audit SET event = 'nonsense' WHERE number = 39"],
            ] {
                try await intruder.run(Self.restoration + statements)
                try await intruder.withStore { store async throws in
                    for number in 50..<53 { try await store.append(try Self.entry(UInt64(number))) }
                    #expect(try await Self.fault(in: store, after: nil, intruder) != nil, "\(statements)")
                }
            }
        }
    }

    @Test(
        "an earlier trail put back with its seal is found with a later report alone",
        arguments: SealedStores.available
    )
    func anEarlierState(kind: SealedStores) async throws {
        try await kind.withIntruder { intruder async throws in
            try await intruder.withStore { store async throws in
                for number in 0..<20 { try await store.append(try Self.entry(UInt64(number))) }
                try await intruder.run("CREATE TABLE earlier AS SELECT * FROM audit_seal")
                for number in 20..<30 { try await store.append(try Self.entry(UInt64(number))) }
                let report = try await Self.outcome(in: store, after: nil, intruder)
                #expect(report.fault == nil && report.end.nextNumber == 30)
                try await intruder.run(
                    "DELETE FROM audit WHERE number >= 20",
                    "DELETE FROM audit_seal",
                    "INSERT INTO audit_seal SELECT * FROM earlier"
                )
                // The trail as it once was.
                #expect(try await Self.fault(in: store, after: nil, intruder) == nil)
                #expect(
                    try await Self.fault(in: store, after: report.end, intruder)
                        == AuditBreak(number: 29, kind: .cutOff)
                )
            }
        }
    }

    @Test("entries of an earlier release are proved beside later ones", arguments: SealedStores.available)
    func olderThanTheKey(kind: SealedStores) async throws {
        try await kind.withIntruder { intruder async throws in
            let trail = try await intruder.withStore { store async throws in
                try await Self.write(to: store, intruder.chain)
            }
            // What an earlier release has left: no key, no seal, and hashes without a key.
            var plain = AuditChain(name: intruder.chain)
            try await intruder.run(
                trail.map { link in
                    "UPDATE audit SET hash = \(Self.literal(plain.append(link.entry).hash, intruder)) WHERE number = \(link.number)"
                } + ["DELETE FROM audit_seal", "UPDATE audit_key SET secret_key_id = 0"]
            )
            try await intruder.withStore { store async throws in
                let key = try #require(try await store.auditKey())
                #expect(key.chains == [AuditKey.Chain(name: intruder.chain, firstNumber: Self.count)])
                let outcome = try await Self.outcome(in: store, after: nil, intruder)
                #expect(outcome.fault == nil && outcome.end.nextNumber == Self.count)
                #expect(outcome.end.entriesOlderThanKey == Self.count)
                // A report of before the key holds on.
                #expect(try await Self.fault(in: store, after: plain, intruder) == nil)
                // Whoever keeps a report of the trail with its first key sees that the key is another one.
                #expect(
                    try await Self.fault(in: store, after: AuditChain(name: plain.name, after: trail[39]), intruder)
                        == AuditBreak(number: 39, kind: .changed)
                )
                try await Self.copy(intruder)
                for number in [0, 17, 39] {
                    let statement = "UPDATE audit SET user_id = 'bo' WHERE number = \(number)"
                    try await intruder.run(Self.restoration + [statement])
                    #expect(try await Self.fault(in: store, after: nil, intruder) != nil)
                    // Hashed again: the seal does not fit.
                    try await intruder.run(Self.hashedAgain(trail, editing: number, intruder))
                    #expect(
                        try await Self.fault(in: store, after: nil, intruder)
                            == AuditBreak(number: Self.count, kind: .unsealed)
                    )
                }
                try await intruder.run(Self.restoration)
                for number in 40..<45 { try await store.append(try Self.entry(UInt64(number))) }
                let later = try await Self.outcome(in: store, after: nil, intruder)
                #expect(later.fault == nil && later.end.nextNumber == 45)
                try await intruder.run(Self.hashedAgain(trail, editing: 17, intruder))
                #expect(
                    try await Self.fault(in: store, after: nil, intruder)
                        == AuditBreak(number: Self.count, kind: .changed)
                )
            }
        }
    }

    private static func entry(_ number: UInt64) throws -> AuditEntry {
        AuditEntry(
            time: Fleet.noon + .seconds(Int64(number)),
            event: .verification,
            reason: .wrongCode,
            serialNumber: try SerialNumber("D\(number)"),
            userID: try UserID("anna"),
            caller: CallerID("portal")
        )
    }

    private static func write(to store: any SealedTokenStore, _ chain: String) async throws -> [AuditLink] {
        for number in 0..<Self.count { try await store.append(try Self.entry(number)) }
        let links = try await store.auditLinks(of: chain, from: 0, limit: 100)
        #expect(links.count == Int(Self.count))
        return links
    }

    private static func copy(_ intruder: Intruder) async throws {
        try await intruder.run(Self.tables.map { "CREATE TABLE kept_\($0) AS SELECT * FROM \($0)" })
    }

    private static let restoration = Self.tables.flatMap {
        ["DELETE FROM \($0)", "INSERT INTO \($0) SELECT * FROM kept_\($0)"]
    }

    private static func outcome(
        in store: any SealedTokenStore,
        after known: AuditChain?,
        _ intruder: Intruder
    ) async throws -> (end: AuditChain, fault: AuditBreak?) {
        let key = try #require(try await store.auditKey())
        let start = known.map { AuditChain(name: $0.name, nextNumber: $0.nextNumber, head: $0.head, key: key) }
        return try await Self.outcome(store, start ?? AuditChain(name: intruder.chain, key: key))
    }

    private static func outcome(
        _ store: some TokenStore,
        _ start: AuditChain
    ) async throws -> (end: AuditChain, fault: AuditBreak?) {
        let outcome = try await AuditCheck(of: store).outcome(of: start)
        return (outcome.end, outcome.fault)
    }

    private static func fault(
        in store: any SealedTokenStore,
        after known: AuditChain?,
        _ intruder: Intruder
    ) async throws -> AuditBreak? {
        try await Self.outcome(in: store, after: known, intruder).fault
    }
}
