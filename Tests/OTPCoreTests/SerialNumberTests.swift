import OTPCore
import Testing

/// Serial numbers as makers print them, and as nobody does.
struct SerialNumberTests {
    @Test(arguments: ["1", "0123456789", "1234567890123", "AB-12-cd.3_4:5+6", String(repeating: "9", count: 64)])
    func aPrintedSerialNumberStaysAsItIs(_ text: String) throws {
        #expect(try SerialNumber(text).text == text)
    }

    @Test(arguments: [
        ("", SerialNumberError.empty), (".", .dotSegment), ("..", .dotSegment),
        (String(repeating: "9", count: 65), .tooLong(65)),
        ("12 34", .invalidCharacter(position: 2)), ("12\n", .invalidCharacter(position: 2)),
        ("\u{0}", .invalidCharacter(position: 0)), ("1/2", .invalidCharacter(position: 1)),
        ("a\u{7F}", .invalidCharacter(position: 1)), ("Å1", .invalidCharacter(position: 0)),
        ("<b>", .invalidCharacter(position: 0)), ("..%2F", .invalidCharacter(position: 2)),
    ])
    func anythingElseIsRefused(_ text: String, _ error: SerialNumberError) {
        #expect(throws: error) { try SerialNumber(text) }
    }

    @Test func caseCounts() throws {
        #expect(try SerialNumber("ab1") != SerialNumber("AB1"))
    }
}
