import Testing
import WebAuthn

@Suite("Origins")
struct OriginTests {
    @Test(arguments: [
        ("http://localhost", true), ("https://localhost", true), ("http://localhost:8471", true),
        ("https://localhost:1", true), ("http://localhost:65535", true), ("http://localhost:65536", false),
        ("http://localhost:", false), ("http://localhost:080", false), ("http://localhost:80:80", false),
        ("http://localhost/", false), ("ftp://localhost", false), ("http://127.0.0.1", false), ("localhost", false),
        ("http://localhost.example", false), ("http://user@localhost", false), ("HTTP://localhost", false), ("", false),
    ])
    func thisMachineIsAnyPortOfLocalhost(origin: String, isAllowed: Bool) throws {
        #expect(RelyingParty.localhost.origins.allows(origin) == isAllowed)
        #expect(try RelyingParty(id: "localhost").origins.allows(origin) == isAllowed)
    }

    @Test(arguments: [
        ("https://example.com", true), ("http://example.com", false), ("https://example.com:443", false),
        ("https://login.example.com", false), ("https://example.com.evil", false),
    ])
    func aDomainIsItselfAlone(origin: String, isAllowed: Bool) throws {
        #expect(try RelyingParty(id: "example.com").origins.allows(origin) == isAllowed)
    }

    @Test(arguments: ["", "Example.com", "example..com", "-example.com", "https://example.com", "example.com:443", "æ"])
    func knowsWhatIsNoDomain(id: String) {
        #expect(throws: RelyingPartyError.notADomain(id)) { try RelyingParty(id: id) }
    }

    @Test(
        "an app's name counts to the letter",
        arguments: [
            "android:apk-key-hash:lKPNBZQIgJ2kXXhkzfL-wOGhbRqQbnaAS5hHY_YsKKo", "ios:bundle-id:example.login",
            "chrome-extension://aeblfdkhhhdcdjpifhhbdiojplfjncoa",
        ]
    )
    func takesApps(app: String) throws {
        let origins = try RelyingParty(id: "example.com", origins: ["https://example.com", app]).origins
        #expect(origins.allows(app))
        #expect(origins.allows("https://example.com"))
        #expect(!origins.allows(app + "="))
        #expect(!origins.allows(String(app.dropLast())))
        #expect(!(try RelyingParty(id: "example.com").origins.allows(app)))
        #expect(!RelyingParty.localhost.origins.allows(app))
    }

    @Test(
        "a port that is the scheme's own is the same origin without it",
        arguments: [
            ("https://example.com:443", "https://example.com"), ("http://localhost:80", "http://localhost"),
            ("https://example.com:80", "https://example.com:80"), ("http://localhost:443", "http://localhost:443"),
        ]
    )
    func writesNoDefaultPort(given: String, expected: String) throws {
        let party = try RelyingParty(id: given.contains("localhost") ? "localhost" : "example.com", origins: [given])
        #expect(party.origins == .these([expected]))
        #expect(party.origins.allows(expected))
    }

    @Test func takesOriginsOfItsDomainOnly() throws {
        _ = try RelyingParty(id: "example.com", origins: ["https://example.com", "https://a.b.example.com:8443"])
        _ = try RelyingParty(id: "localhost", origins: ["http://localhost:8470"])
        for origin in ["http://example.com", "https://notexample.com", "https://example.org"] {
            #expect(throws: RelyingPartyError.foreignOrigin(origin, domain: "example.com")) {
                try RelyingParty(id: "example.com", origins: [origin])
            }
        }
        for origin in [
            "example.com", "example.com:443", "https://example.com/", "https://", "https://*.example.com", "",
            "https://example.com:0443", "HTTPS://example.com", "localhost:8080", "localhost:8080/", "ftp://example.com",
            ":x", "android:", "android: x", "android:æ", "7:x", "https:example.com",
        ] {
            #expect(throws: RelyingPartyError.notAnOrigin(origin)) {
                try RelyingParty(id: "example.com", origins: [origin])
            }
        }
    }
}

@Suite("Base64 for addresses")
struct Base64URLTests {
    /// RFC 4648, section 10, and the two characters that differ.
    @Test(arguments: [
        ("", []), ("Zg", [0x66]), ("Zm8", [0x66, 0x6F]), ("Zm9v", [0x66, 0x6F, 0x6F]), ("-_8", [0xFB, 0xFF]),
    ])
    func readsAndWrites(text: String, bytes: [UInt8]) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "+/8", " Zg", "Zg\n", "Z g", "Zm9vY", "æ"])
    func refusesWhatIsNone(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
