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
