import StrictJSON
import Testing

@Suite("I-JSON, RFC 7493") struct InteroperableJSONTests {
    @Test(
        "a member given twice is found with its place",
        arguments: [
            (#"{"a":1,"a":2}"#, "a"),
            (#"{"a":{"b":1,"b":2}}"#, "a.b"),
            (#"[{"a":1},{"a":1,"b":[[],{"c":1, "c" :2}]}]"#, "[1].b[1].c"),
            (#"{"a":1,"\u0061":2}"#, "a"),
            (#"{"\ud83d\ude00":1,"😀":2}"#, "😀"),
            (#"{"a\"b":1,"a\u0022b":2}"#, "a\"b"),
            (#"{"a":"x,\"a\":","b":{"a":1},"a":0}"#, "a"),
            (#"{"":1,"":2}"#, ""),
        ]
    )
    func repeated(_ text: String, _ place: String) {
        #expect(InteroperableJSON.fault(in: Array(text.utf8).span) == "has the member '\(place)' twice")
    }

    @Test(
        "a text without such a member has no fault",
        arguments: [
            "{}", "[]", "1", #""a""#, #"{"a":{"a":{"a":[]}}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":"a","b":"a"}"#,
            #"{"a":1,"A":2}"#, #"{"a":"\\","b":"\\\""}"#, #"{"\\a":1,"\\\\a":2}"#,
        ]
    )
    func fine(_ text: String) {
        #expect(InteroperableJSON.fault(in: Array(text.utf8).span) == nil)
    }

    @Test("a text in UTF-16 is refused")
    func encoding() {
        let text = Array(#"{"a":1}"#.utf8).flatMap { [$0, 0] as [UInt8] }
        #expect(InteroperableJSON.fault(in: text.span) == "is not UTF-8")
    }

    @Test("bytes that are not JSON stop nothing")
    func anything() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array(#"{}[]",:\ua0d8 \"#.utf8)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0..<60)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            _ = InteroperableJSON.fault(in: bytes.span)
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(InteroperableJSON.fault(in: deep.span) == nil)
    }
}
