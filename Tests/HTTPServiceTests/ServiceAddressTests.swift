import HTTPService
import Testing

@Suite struct ServiceAddressTests {
    @Test(arguments: ["127.0.0.1", "127.3.2.1:8470", "localhost:1", "LOCALHOST", "[::1]:8470", "bench.localhost"])
    func theseAreThisMachine(_ authority: String) throws {
        #expect(try #require(ServiceAddress(authority: authority)).isLoopback)
    }

    @Test(arguments: [
        "127.0.0.1.example.com", "0.0.0.0", "[::]:80", "10.0.0.1", "localhost.example.com", "127.0.0.256", "127.1",
    ])
    func theseAreNot(_ authority: String) throws {
        #expect(try !#require(ServiceAddress(authority: authority)).isLoopback)
    }

    @Test(arguments: [
        "", ":80", "host:", "host:65536", "host:8O", "ho st", "[::1", "[::1]8470", "[]", "user@host", "a:b:c",
        "h\u{E9}",
    ])
    func otherTextIsNoAuthority(_ text: String) {
        #expect(ServiceAddress(authority: text) == nil)
    }

    @Test func theListeningLineIsWhatScriptsWaitFor() {
        #expect(
            ServiceAddress(host: "127.0.0.1", port: 8470).listeningLine(service: "mitid-bench")
                == "mitid-bench listening on http://127.0.0.1:8470"
        )
        #expect(ServiceAddress(host: "::1", port: 1).description == "[::1]:1")
    }
}
