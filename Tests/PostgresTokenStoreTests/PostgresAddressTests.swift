import PostgresTokenStore
import Testing

@Suite("An address of a database")
struct PostgresAddressTests {
    @Test(
        "hosts, ports and database are shown, and no password",
        arguments: [
            ("postgres://mitid:hunter2@127.0.0.1:1/tokens", "postgres://127.0.0.1:1/tokens"),
            ("postgresql://mitid:hunter2@db.example/tokens", "postgres://db.example/tokens"),
            ("postgres://mitid@a,b:5433,[::1]:1/tokens?password=hunter2", "postgres://a,b:5433,[::1]:1/tokens"),
            ("postgres://mitid@/tokens?host=a,b&port=1,2", "postgres://a:1,b:2/tokens"),
            ("postgres://mitid@/tokens?hostaddr=127.0.0.1", "postgres://127.0.0.1/tokens"),
            ("postgres://mitid@/tokens?host=/run/pg", "postgres:///run/pg/tokens"),
        ]
    )
    func description(text: String, shown: String) throws {
        #expect(try PostgresAddress(text).description == shown)
    }

    @Test(
        "an option that cannot be used is refused with libpq's reason",
        arguments: [
            ("?nonsense=1", "invalid URI query parameter: \"nonsense\""),
            ("?connect_timeout=abc", "invalid integer value \"abc\" for connection option \"connect_timeout\""),
            ("?keepalives_idle=5s", "invalid integer value \"5s\" for connection option \"keepalives_idle\""),
            ("?sslmode=perhaps", "invalid sslmode value: \"perhaps\""),
            ("?target_session_attrs=any-host", "invalid target_session_attrs value: \"any-host\""),
            (
                "?target_session_attrs=standby",
                "target_session_attrs=standby: a store needs a server that takes changes"
            ),
            ("?host=a,b&port=1,2,3", "could not match 3 port numbers to 2 hosts"),
            ("?port=70000", "a port is no number from 1 to 65535"),
        ]
    )
    func refusal(options: String, reason: String) {
        #expect(throws: PostgresAddressError.unusable(reason: reason)) {
            try PostgresAddress("postgres://mitid:hunter2@127.0.0.1/tokens" + options)
        }
    }

    @Test(
        "a reason never repeats a password",
        arguments: [
            "postgres://mitid:hunter2@[::1/tokens", "postgres://mitid:hunter2%zz@127.0.0.1/tokens",
            "postgres://127.0.0.1/tokens?password=hunter2%zz", "postgres://mitid:hunter2@127.0.0.1:1:hunter2/tokens",
            "postgres://127.0.0.1:hunter2/tokens",
            "postgres://mitid:hunter2@127.0.0.1/tokens?hunter2=1&sslmode=hunter2",
        ]
    )
    func silence(text: String) throws {
        let error = try #require(throws: PostgresAddressError.self) { try PostgresAddress(text) }
        guard case .unusable(let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.contains("hunter2") == text.contains("?hunter2="), "\(reason)")
    }

    @Test("another scheme is no address of a database", arguments: ["mysql://127.0.0.1/tokens", "host=a dbname=b", ""])
    func otherScheme(text: String) {
        #expect(throws: PostgresAddressError.otherScheme) { try PostgresAddress(text) }
    }
}
