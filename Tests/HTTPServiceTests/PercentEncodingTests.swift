import HTTPService
import Testing

@Suite struct PercentEncodingTests {
    @Test func escapesAreUndone() {
        #expect(PercentEncoding.decode("A%2DB%2b+") == "A-B++")
        #expect(PercentEncoding.decode("%C3%A6") == "\u{E6}")
    }

    @Test(arguments: ["%", "%4", "%zz", "abc%f", "%FF", "%C3", "%ED%A0%80"])
    func brokenEscapesAndBytesThatAreNotTextAreRefused(_ text: String) {
        #expect(PercentEncoding.decode(text[...]) == nil)
    }

    @Test func whatIsEncodedComesBack() {
        let text = "a/b?c=d&e f%\u{E6}\u{0}"
        #expect(PercentEncoding.encode(text) == "a%2Fb%3Fc%3Dd%26e%20f%25%C3%A6%00")
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)[...]) == text)
    }
}
