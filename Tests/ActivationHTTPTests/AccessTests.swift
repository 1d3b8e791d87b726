import Activation
import ActivationHTTP
import Foundation
import Testing

@Suite("A token")
struct AccessTests {
    private static let portal = "portal-0123456789"
    private static let desk = "desk-0123456789abc"
    private static let master = "master-0123456789"

    private static let file = """
        # name scopes token

        portal caller \(Self.portal)
        desk   admin  \(Self.desk)
        \(Self.master)
        """

    @Test func opensWhatItsScopesName() async throws {
        try await RunningService.with(token: Self.file) { service async throws in
            let body = #"{"serialNumber":"0009","code":"123456"}"#
            #expect(try await service.post("/v1/verifications", body).status == 401)
            #expect(try await service.post("/v1/verifications", body, token: Self.portal).problem == "code-refused")
            #expect(try await service.post("/v1/verifications", body, token: Self.master).problem == "code-refused")
            let refusal = try await service.post("/v1/verifications", body, token: Self.desk)
            #expect(refusal.status == 403)
            #expect(refusal.problem == "insufficient-scope")
            #expect(refusal.headers["www-authenticate"] == #"Bearer error="insufficient_scope", scope="caller""#)

            #expect(try await service.get("/v1/audit", token: Self.portal).problem == "insufficient-scope")
            #expect(try await service.get("/v1/audit", token: Self.desk).status == 200)
            #expect(try await service.get("/v1/audit", token: Self.master).status == 200)
            #expect(try await service.get("/healthz").status == 200)
        }
    }

    @Test func namesTheCallerInTheTrailAndCountsItsTries() async throws {
        try await RunningService.with(token: Self.file) { service async throws in
            func ask(_ serialNumber: String, _ token: String) async throws -> RunningService.Answer {
                let body = #"{"serialNumber":"\#(serialNumber)","code":"123456"}"#
                return try await service.post("/v1/verifications", body, token: token)
            }
            // Twenty at once, whatever the device; then one more every thirty seconds.
            for number in 1...20 { #expect(try await ask("S\(number)", Self.portal).status == 403) }
            let throttled = try await ask("S21", Self.portal)
            #expect(throttled.status == 429)
            #expect(throttled.problem == "throttled")
            #expect(throttled.headers["retry-after"] == "30")
            // Who has no name is trusted with any number.
            #expect(try await ask("S21", Self.master).status == 403)
            service.clock.advance(seconds: 30)
            #expect(try await ask("S21", Self.portal).status == 403)

            let page = try await service.get("/v1/audit", token: Self.desk)
            let entries = try #require(page.json["entries"] as? [[String: any Sendable]])
            #expect(entries.first?["caller"] as? String == "portal")
            #expect(entries[21]["caller"] == nil)
        }
    }

    @Test func isNotedInTheTrailWhenItIsRefusedButNoFloodIs() async throws {
        try await RunningService.with(token: Self.file) { service async throws in
            func entries() async throws -> [String] {
                let page = try await service.get("/v1/audit?limit=1000", token: Self.desk)
                #expect(!page.text.contains("0123456789"))
                let entries = try #require(page.json["entries"] as? [[String: any Sendable]])
                #expect(entries.allSatisfy { $0["event"] as? String == "access" && $0["granted"] as? Bool == false })
                return entries.map { "\($0["reason"] ?? "") \($0["caller"] ?? "nobody")" }
            }
            for number in 1...30 {
                #expect(try await service.get("/v1/audit", token: "wrong-0123456789-\(number)").status == 401)
            }
            #expect(try await service.get("/v1/audit").status == 401)
            let unknown = [String](repeating: "unknown-token nobody", count: 20)
            #expect(try await entries() == unknown)
            // A flood of unknown tokens does not hide who lacks a scope; nor does one caller hide another.
            for _ in 1...30 { #expect(try await service.get("/v1/audit", token: Self.portal).status == 403) }
            let body = #"{"serialNumber":"0009","code":"123456"}"#
            #expect(try await service.post("/v1/verifications", body, token: Self.desk).status == 403)
            let portal = [String](repeating: "missing-scope portal", count: 20)
            #expect(try await entries() == unknown + portal + ["missing-scope desk"])
            service.clock.advance(seconds: 30)
            for _ in 1...2 { #expect(try await service.get("/v1/audit", token: "wrong-0123456789").status == 401) }
            #expect(try await entries() == unknown + portal + ["missing-scope desk", "unknown-token nobody"])
            // The figures have them all.
            let figures = try await service.get("/metrics", token: Self.master).text
            #expect(figures.contains(#"decisions_total{event="access",reason="unknown-token"} 33"#), "\(figures)")
            #expect(figures.contains(#"decisions_total{event="access",reason="missing-scope"} 31"#), "\(figures)")
        }
    }

    @Test func ofAnOperatorIsNamedByItsImportsAndHolders() async throws {
        try await RunningService.with(token: Self.file) { service async throws in
            let container = Stock.container(Stock(serialNumber: "0001"))
            #expect(try await service.post("/v1/imports", container, token: Self.desk).status == 200)
            #expect(try await service.post("/v1/imports", "no table", token: Self.desk).status == 400)
            let cut = String(Stock.container(Stock(serialNumber: "0001"), Stock(serialNumber: "0002")).dropLast(40))
            #expect(try await service.post("/v1/imports", cut, token: Self.desk).status == 400)
            let holder = #"{"userID":"anna","password":"a long password"}"#
            #expect(try await service.post("/v1/users", holder, token: Self.desk).status == 201)
            #expect(try await service.post("/v1/users", holder, token: Self.desk).status == 409)
            let page = try await service.get("/v1/audit", token: Self.master)
            let entries = try #require(page.json["entries"] as? [[String: any Sendable]])
            #expect(entries.allSatisfy { $0["caller"] as? String == "desk" })
            #expect(
                entries.map { "\($0["event"] ?? "") \($0["reason"] ?? "")" } == [
                    "device-import begun", "device-import granted", "device-import unusable-container",
                    "device-import begun", "device-import granted-in-part", "holder-addition granted",
                    "holder-addition taken",
                ]
            )
        }
    }

    @Test(arguments: [
        ("", AccessTokensError.empty),
        ("# nothing\n", AccessTokensError.empty),
        ("short", AccessTokensError.line(1, "a token has 16 to 256 letters, digits and -._~+/=")),
    ])
    func fileMustHoldOne(text: String, error: AccessTokensError) {
        #expect(throws: error) { try AccessTokens(text) }
    }

    @Test(arguments: [
        "portal 0123456789abcdef", "portal root 0123456789abcdef", "a/b caller 0123456789abcdef",
        "portal caller, 0123456789abcdef", "portal caller 0123456789abcdef more", "portal caller 0123456789abcdé",
    ])
    func lineThatIsWrongIsNamedWithoutTheToken(line: String) throws {
        let error = #expect(throws: AccessTokensError.self) { try AccessTokens("0123456789abcdef\n\(line)\n") }
        let description = try #require(error).description
        #expect(description.hasPrefix("line 2: "))
        #expect(!description.contains("0123"))
    }
}
