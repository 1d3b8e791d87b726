import Foundation
import ProgramSupport
import Testing
import VectorSupport

/// `mitid-vectors` as its user meets it.
@Suite(.serialized)
struct MitIDVectorsTests {
    @Test func theProjectsOwnVectorsAreInOrder() async throws {
        let result = try await Program.built("mitid-vectors").run(["lint", VectorFolder.url.path()])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasSuffix(" 0 findings\n"))
        #expect(result.error.isEmpty)
    }

    @Test func aFindingIsStatusOneAndJSONForPrograms() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mitid-vectors-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: VectorFolder.url, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "hotp_sha1_6_test.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("\"numberOfTests\": 10", with: "\"numberOfTests\": 11")
            .write(to: file, atomically: true, encoding: .utf8)

        let lines = try await Program.built("mitid-vectors").run(["lint", folder.path()])
        #expect(lines.status == 1)
        #expect(lines.lines.first == "hotp_sha1_6_test.json#/numberOfTests: says 11, the file has 10")

        let json = try await Program.built("mitid-vectors").run(["lint", "--json", folder.path()])
        #expect(json.status == 1)
        #expect(
            json.output.contains(
                #""findings":[{"file":"hotp_sha1_6_test.json","message":"says 11, the file has 10","pointer":"/numberOfTests"}]"#
            )
        )
    }

    @Test(arguments: [[], ["lint", "/no/such/folder"], ["lint", "--nonsense"], ["bogus"]])
    func aMisuseIsOneLineAndStatusTwo(_ arguments: [String]) async throws {
        let result = try await Program.built("mitid-vectors").run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.error.hasPrefix("mitid-vectors: "))
        #expect(result.error.count { $0.isNewline } == 1)
    }

    @Test func helpTeaches() async throws {
        let result = try await Program.built("mitid-vectors").run(["lint", "--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("EXAMPLES"))
        #expect(result.output.contains("EXIT STATUS"))
    }
}
