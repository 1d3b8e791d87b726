import Foundation
import HTTPService
import Testing

@Suite struct BearerTokenTests {
    @Test func aTokenMustBeLongEnoughNotToBeGuessed() {
        #expect(throws: BearerTokenError.tooShort) { try BearerToken("short") }
        #expect(throws: BearerTokenError.notAToken) { try BearerToken("sixteen letters and spaces") }
        #expect(throws: BearerTokenError.notAToken) { try BearerToken(String(repeating: "a", count: 257)) }
    }

    @Test func theTokenIsTheFirstLineOfItsFile() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("0123456789abcdef\nnote to myself\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: Never.self) { try BearerToken(contentsOf: path) }
        #expect(throws: BearerTokenError.unreadable(path: path + ".not")) { try BearerToken(contentsOf: path + ".not") }
    }
}
