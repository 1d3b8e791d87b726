import Activation
import Foundation
import OTPCore
import SQLiteTokenStore
import Testing

@Suite("A store in a file")
struct SQLiteStoreTests {
    @Test func remembersWhenItIsOpenedAgain() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            let first = try SQLiteStore(path: path)
            try await Fleet.add(try Fleet.token("A"), to: first)
            #expect(try await first.add(try Fleet.holder("anna")))
            #expect(try await Fleet.activate("A", for: "anna", try Fleet.code(0), in: first).isActivated)
            first.close()

            let second = try SQLiteStore(path: path)
            defer { second.close() }
            let device = Dossier.Subject.device(try SerialNumber("A"))
            #expect(try await Fleet.verify(device, try Fleet.code(0), in: second) == .refused(.spentCode))
            #expect(try await Fleet.verify(device, try Fleet.code(1), in: second).isAccepted)
        }
    }

    @Test func isReadableByItsOwnerAlone() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("made/here/store.sqlite")
            let store = try SQLiteStore(path: path)
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
            let stores = try (0..<2).map { _ in try SQLiteStore(path: folder.path("store.sqlite")) }
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

    @Test func isMadeOnceByManyWhoOpenItAtOnce() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.sqlite")
            let imported = try await withThrowingTaskGroup(of: [ImportOutcome].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let store = try SQLiteStore(path: path)
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
            let error = #expect(throws: TokenStoreError.self) { try SQLiteStore(path: path) }
            #expect(error == .damaged(reason: "file is not a database"))
        }
    }

    @Test func refusesAPathThatLeadsNowhere() {
        #expect(throws: TokenStoreError.self) { try SQLiteStore(path: "/dev/null/store.sqlite") }
        #expect(throws: TokenStoreError.self) { try SQLiteStore(path: "/dev") }
    }
}
