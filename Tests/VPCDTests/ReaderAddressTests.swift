import Testing
import VPCD

@Suite struct ReaderAddressTests {
    @Test(arguments: [
        ("127.0.0.1:35963", "127.0.0.1", 35_963),
        ("localhost:1", "localhost", 1),
        ("[::1]:65535", "::1", 65_535),
    ])
    func anAddressIsAHostAndAPort(_ text: String, _ host: String, _ port: UInt16) throws {
        let address = try #require(ReaderAddress(parsing: text))
        #expect(address == ReaderAddress(host: host, port: port))
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", ":", "localhost", "localhost:", ":35963", "localhost:0", "localhost:65536", "localhost:-1", "localhost:+1",
        "::1:35963", "[]:35963", "a host:35963", "[::1]35963", "[::1]",
    ])
    func whatIsNoneIsRefused(_ text: String) {
        #expect(ReaderAddress(parsing: text) == nil)
    }
}
