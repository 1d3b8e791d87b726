import Activation
import Testing

@Suite("A user ID")
struct UserIDTests {
    @Test(arguments: ["a", "anna", "Søren Ærø", "a.b-c_d@e", "0", "...", ".a", String(repeating: "å", count: 64)])
    func isTaken(text: String) throws {
        #expect(try UserID(text).text == text)
    }

    @Test(
        arguments: [
            ("", .empty),
            (".", .dotSegment),
            ("..", .dotSegment),
            (" a", .spaceAtEnd),
            ("a ", .spaceAtEnd),
            (" ", .spaceAtEnd),
            ("a/b", .invalidCharacter(position: 1)),
            ("a\u{0}", .invalidCharacter(position: 1)),
            ("ab\n", .invalidCharacter(position: 2)),
            ("a\u{30A}", .invalidCharacter(position: 1)),
            ("\u{212B}", .invalidCharacter(position: 0)),
            ("名", .invalidCharacter(position: 0)),
            (String(repeating: "a", count: 65), .tooLong),
        ] as [(String, UserIDError)]
    )
    func isRefused(text: String, error: UserIDError) {
        #expect(throws: error) { try UserID(text) }
    }

    @Test func countsCase() throws {
        #expect(try UserID("anna") != UserID("Anna"))
    }
}
