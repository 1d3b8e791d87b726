import Foundation
import StoreSupport
import Testing
import TokenRows

@Suite("A key file")
struct SealingKeyFileTests {
    private let hex = String(repeating: "0f", count: 32)

    @Test func isMadeForItsOwnerAlone() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("made/here/store.keys")
            try SealingKeyFile.create(path: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try SealingKeyFile(path: path).keys.ids == [1])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("made/here")) == ["store.keys"])
        }
    }

    @Test func isNeverMadeTwice() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.keys")
            try SealingKeyFile.create(path: path)
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(throws: SealingKeyFileError.self) { try SealingKeyFile.create(path: path) }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644])
    func isRefusedIfOthersMayReadIt(permissions: Int) async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder.path("store.keys")
            try SealingKeyFile.create(path: path)
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
            #expect(throws: SealingKeyFileError.openToOthers) { try SealingKeyFile(path: path) }
        }
    }

    @Test func isReadAgainWhenAnotherProcessHasReplacedIt() async throws {
        try await TemporaryFolder.with { folder async throws in
            let (mine, theirs) = (try folder.keyFile(), try folder.keyFile())
            try theirs.replace(with: try theirs.keys.addingKey(2).activating(2))
            #expect(mine.keys.ids == [1, 2])
            #expect(mine.keys.activeID == 2)
        }
    }

    @Test func hasSeveralKeysOfWhichOneIsActive() throws {
        let keys = try self.parse("mitid-tokens keys 1\n# of 2025\n7 \(self.hex)\n\n9 \(self.hex) active\n")
        #expect(keys.ids == [7, 9])
        #expect(keys.activeID == 9)
        #expect(try keys.addingKey(10).activating(10).activeID == 10)
        #expect(keys.keepingOnly([]).ids == [9])
    }

    @Test func namesTheLineThatIsNoKey() throws {
        let first = "mitid-tokens keys 1\n"
        let key = "1 \(self.hex)"
        let faults: [(String, SealingKeyFileError)] = [
            ("", .notAKeyFile),
            ("\(key) active\n", .notAKeyFile),
            (first, .noActiveKey),
            ("\(first)\(key)\n", .noActiveKey),
            ("\(first)0 \(self.hex) active\n", .line(2, .number)),
            ("\(first)x \(self.hex) active\n", .line(2, .number)),
            ("\(first)99999999999999999999 \(self.hex) active\n", .line(2, .number)),
            ("\(first)\(key.dropLast()) active\n", .line(2, .key)),
            ("\(first)\(key) actve\n", .line(2, .key)),
            ("\(first)\(key)\r\n", .line(2, .key)),
            ("\(first)\(key) active\n\(key)\n", .line(3, .repeatedNumber)),
            ("\(first)\(key) active\n2 \(self.hex) active\n", .line(3, .secondActiveKey)),
        ]
        for (text, fault) in faults {
            #expect(throws: fault) { try self.parse(text) }
            #expect(!fault.description.contains(self.hex))
        }
    }

    @Test("a file with more keys than a rotation makes is read") func readsManyKeys() throws {
        let lines = (1...SealingKeys.countLimit + 1).map { "\(Int32.max - Int32($0)) \(self.hex)\n" }
        let keys = try self.parse("mitid-tokens keys 1\n" + lines.joined() + "1 \(self.hex) active\n")
        #expect(keys.ids.count == SealingKeys.countLimit + 2)
        #expect(lines.joined().utf8.count < SealingKeys.byteLimit)
    }

    private func parse(_ text: String) throws -> SealingKeys {
        try SealingKeys(parsing: Array(text.utf8).span)
    }
}
