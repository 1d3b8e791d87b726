import Activation
import Foundation
import GRDB
import OTPCore
import SQLiteTokenStore
import StoreSupport
import Testing
import TokenRows

@Suite("A store in a file")
struct SQLiteStoreTests {
    @Test func remembersWhenItIsOpenedAgain() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            let first = try SQLiteStore(path: path, keyFile: try folder.keyFile())
            try await Fleet.add(try Fleet.token("A"), to: first)
            #expect(try await first.add(try Fleet.holder("anna")))
            #expect(try await Fleet.activate("A", for: "anna", try Fleet.code(0), in: first).isActivated)
            first.close()

            let second = try SQLiteStore(path: path, keyFile: try folder.keyFile())
            defer { second.close() }
            let device = Dossier.Subject.device(try SerialNumber("A"))
            #expect(try await Fleet.verify(device, try Fleet.code(0), in: second) == .refused(.spentCode))
            #expect(try await Fleet.verify(device, try Fleet.code(1), in: second).isAccepted)
        }
    }

    @Test func isOneFileWhenItIsClosed() async throws {
        try await TemporaryFolder.with { folder async throws in
            let (path, copy) = (folder.path("store.sqlite"), folder.path("copy.sqlite"))
            let keyFile = try folder.keyFile()
            let store = try SQLiteStore(path: path, keyFile: keyFile)
            try await Fleet.add(try Fleet.token("A"), to: store)
            store.close()
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            let second = try SQLiteStore(path: copy, keyFile: keyFile)
            defer { second.close() }
            #expect(try await second.token(try SerialNumber("A")) != nil)
        }
    }

    @Test func isReadableByItsOwnerAlone() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("made/here/store.sqlite")
            let store = try SQLiteStore(path: path, keyFile: try folder.keyFile())
            defer { store.close() }
            try await Fleet.add(try Fleet.token("A"), to: store)
            for name in [path, path + "-wal", path + "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: name)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
            }
        }
    }

    @Test func isSharedWithoutAcceptingACodeTwice() async throws {
        try await TemporaryFolder.with { folder async throws in
            let keyFile = try folder.keyFile()
            let stores = try (0..<2).map { _ in
                try SQLiteStore(path: folder.path("store.sqlite"), keyFile: keyFile, patience: .ofTests)
            }
            defer { for store in stores { store.close() } }
            try await Fleet.add(try Fleet.token("A"), to: stores[0])
            #expect(try await stores[1].add(try Fleet.holder("anna")))
            #expect(try await Fleet.activate("A", for: "anna", try Fleet.code(0), in: stores[1]).isActivated)
            let device = Dossier.Subject.device(try SerialNumber("A"))
            for round in 1...20 as ClosedRange<UInt64> {
                let code = try Fleet.code(round)
                let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for turn in 0..<50 {
                        group.addTask { try await Fleet.verify(device, code, in: stores[turn % 2]).isAccepted }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(accepted == 1)
            }
        }
    }

    @Test func letsNoDecisionFailForAnother() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            let store = try SQLiteStore(path: path, keyFile: try folder.keyFile(), patience: .ofTests)
            defer { store.close() }
            let names = (0..<40).map { "D\($0)" }
            for name in names { #expect(try await Fleet.addActivated(name, to: store)) }
            let stranger = try DatabaseQueue(path: path)
            try await stranger.write { database in
                try database.execute(sql: "UPDATE token SET state = 'nonsense' WHERE serial_number = 'D7'")
            }
            let outcomes = try await Fleet.verifyTwice(names, try Fleet.code(1), in: store)
            for name in names { #expect(outcomes[name] == (name == "D7" ? [nil: 2] : [true: 1, false: 1]), "\(name)") }
            var chain = AuditChain(name: try await store.auditChains()[0], key: try await store.auditKey())
            let links = try await store.auditLinks(of: chain.name, from: 0, limit: 1000)
            // An added holder and an activation each, and two verifications of each but one.
            #expect(links.count == 80 + 78)
            try chain.check(links)
        }
    }

    @Test("a store whose holders share a credential opens, and it is shared no further")
    func keepsASharedCredential() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            let before = try SQLiteStore(path: path, keyFile: try folder.keyFile())
            try await SharedCredential.addHolders(to: before)
            before.close()
            try await DatabaseQueue(path: path).write { database in
                for statement in SharedCredential.statements { try database.execute(sql: statement) }
                try database.execute(
                    sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '% credentials of one holder%'"
                )
            }
            let store = try SQLiteStore(path: path, keyFile: try folder.keyFile())
            defer { store.close() }
            try await SharedCredential.check(in: store)
        }
    }

    @Test("a code that was not decided on while its client waited is never decided on")
    func refusesLateDecisions() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            let patience = StorePatience(.milliseconds(500))
            let store = try SQLiteStore(path: path, keyFile: try folder.keyFile(), patience: patience)
            defer { store.close() }
            #expect(try await Fleet.addActivated("A", to: store))
            try await store.checkAvailability()
            let device = Dossier.Subject.device(try SerialNumber("A"))
            let wrong = try Fleet.code(4711)
            // Another process has the file for as long as no client waits.
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let stranger = try DatabaseQueue(path: path, configuration: configuration)
            try await stranger.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let refused = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask { (try? await Fleet.verify(device, wrong, in: store)) == nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(refused == 40)
            await #expect(throws: TokenStoreError.self) { try await store.checkAvailability() }
            try await stranger.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            let record = try #require(try await store.token(try SerialNumber("A")))
            #expect(record.attempts.codes == AttemptCount())
            #expect(try await store.auditLinks(of: try await store.auditChains()[0], from: 0, limit: 10).count == 2)
            #expect(try await Fleet.verify(device, try Fleet.code(1), in: store).isAccepted)
        }
    }

    @Test func isMadeOnceByManyWhoOpenItAtOnce() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            let keyFile = try folder.keyFile()
            let imported = try await withThrowingTaskGroup(of: [ImportOutcome].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let store = try SQLiteStore(path: path, keyFile: keyFile)
                        defer { store.close() }
                        return try await Fleet.add(try Fleet.token("A"), to: store)
                    }
                }
                return try await group.reduce([], +)
            }
            #expect(imported.filter { $0 == .imported }.count == 1)
            #expect(imported.filter { $0 == .duplicate }.count == 7)
        }
    }

    @Test func refusesAFileThatIsNoDatabase() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("letter.txt")
            try String(repeating: "Dear Sir or Madam, ", count: 100).write(
                toFile: path,
                atomically: true,
                encoding: .utf8
            )
            let keyFile = try folder.keyFile()
            let error = #expect(throws: TokenStoreError.self) { try SQLiteStore(path: path, keyFile: keyFile) }
            #expect(error == .damaged(reason: "file is not a database"))
        }
    }

    @Test func refusesAPathThatLeadsNowhere() async throws {
        try await TemporaryFolder.with { folder async throws in
            let keyFile = try folder.keyFile()
            for path in ["/dev/null/store.sqlite", "/dev"] {
                #expect(throws: TokenStoreError.self) { try SQLiteStore(path: path, keyFile: keyFile) }
            }
        }
    }

    @Test func refusesAKeyFileOfAnotherStore() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            try SQLiteStore(path: path, keyFile: try folder.keyFile()).close()
            let other = try folder.keyFile("other.keys")
            let error = #expect(throws: TokenStoreError.self) { try SQLiteStore(path: path, keyFile: other) }
            guard case .unavailable(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("not this store's"))
        }
    }

    @Test func sealsItsSecretsUnderANewKeyWhileItIsUsed() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            // The service and the command each have read the file for themselves.
            let (served, rotated) = (try folder.keyFile(), try folder.keyFile())
            let service = try SQLiteStore(path: path, keyFile: served)
            let command = try SQLiteStore(path: path, keyFile: rotated)
            defer { for store in [service, command] { store.close() } }
            for name in ["A", "B", "C"] { try await Fleet.add(try Fleet.token(name), to: service) }
            #expect(try await service.add(try Fleet.holder("anna")))

            try rotated.replace(with: try rotated.keys.addingKey(2))
            try await command.register(try KeyCheck(of: rotated.keys, keyID: 2))
            try rotated.replace(with: try rotated.keys.activating(2))
            // Interrupted after the first, and begun again.
            #expect(try await command.resealSecrets(after: "", limit: 1).last == "A")
            #expect(try await command.keysInUse() == [1, 2])
            #expect(try await Fleet.activate("A", for: "anna", try Fleet.code(0), in: service).isActivated)
            #expect(try await command.resealAll() == 2)
            #expect(try await command.keysInUse() == [2])

            try await command.forgetUnusedKeys()
            try rotated.replace(with: rotated.keys.keepingOnly([2]))
            let device = Dossier.Subject.device(try SerialNumber("A"))
            #expect(try await Fleet.verify(device, try Fleet.code(1), in: service).isAccepted)
            #expect(
                try await Fleet.add(try Fleet.token("A"), try Fleet.token("D"), to: service) == [.duplicate, .imported]
            )
            #expect(try await command.keysInUse() == [2])
        }
    }
}
