import Testing

@testable import mitid_vectors

/// The strict reader of JSON.
struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" true ", .boolean(true)), ("false", .boolean(false)), ("0", .number("0")),
        ("-0", .number("-0")), ("18446744073709551615", .number("18446744073709551615")),
        ("1.50e+3", .number("1.50e+3")), ("[]", .array([])), ("[ 1 , 2 ]", .array([.number("1"), .number("2")])),
        ("{}", .object([])),
        (#"{"a":{"b":[]}}"#, .object([.init(name: "a", value: .object([.init(name: "b", value: .array([]))]))])),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")), (#""\u00e5\ud83d\ude00""#, .string("å😀")),
        (#""å""#, .string("å")),
    ])
    func aTextIsItsValue(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONReader.value(of: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "True", "01", "-", "1.", ".5", "1e", "+1", "[1,]", "[1 2]", "{\"a\"}", "{a:1}", "{\"a\":1,}",
        "[",
        "{", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\u{1}\"", "1 2",
        "[]]",
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":1}", "NaN", "'a'", "// c\n1", String(repeating: "[", count: 100_000),
    ])
    func anythingElseIsRefused(_ text: String) {
        #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: Array(text.utf8)) }
    }

    @Test func aRefusalSaysWhere() throws {
        let failure = try #require(throws: JSONReader.Failure.self) {
            try JSONReader.value(of: Array("{\n  \"a\": 1,\n  \"a\": 2\n}".utf8))
        }
        #expect(failure.description == "line 3, column 3: member \"a\" a second time")
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: [0x22, 0xFF, 0x22]) }
    }
}
