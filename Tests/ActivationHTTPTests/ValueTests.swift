import Activation
import ActivationHTTP
import Testing

@Suite("A value of a request") struct ValueTests {
    @Test("a code may be set in groups, as a display shows it")
    func groups() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001", counter: 0)
            _ = try await service.post("/v1/imports", Stock.container(display))
            _ = try await service.post("/v1/users", ["userID": "anna", "password": "p"])
            func grouped(_ counter: UInt64) throws -> String {
                let code = try display.code(counter: counter)
                return "\(code.prefix(3)) \(code.suffix(3))"
            }
            let activation = [
                "userID": "anna", "password": "p", "serialNumber": "0001", "code": try grouped(0),
            ]
            #expect(try await service.post("/v1/activations", activation).status == 201)
            let verification = ["userID": "anna", "code": try grouped(1)]
            #expect(try await service.post("/v1/verifications", verification).status == 200)
            let path = "/v1/authenticators/0001/resynchronization"
            let body = "{\"codes\":[\"\(try grouped(2))\",\"\(try grouped(3))\"]}"
            #expect(try await service.post(path, body).status == 200)
        }
    }

    @Test("a block that has ended already is refused, and nothing is noted of it")
    func pastBlock() async throws {
        try await RunningService.with { service async throws in
            try await service.activate(Stock(serialNumber: "0001"), for: "anna")
            let before = try await service.get("/v1/audit").text
            for path in ["/v1/authenticators/0001/block", "/v1/users/anna/chip/block"] {
                // The clock of the test stands at that moment.
                for end in ["2020-01-01T00:00:00Z", "2026-11-22T12:00:00Z"] {
                    let answer = try await service.put(path, ["kind": "temporary", "until": end])
                    #expect(answer.status == 422)
                    #expect(answer.problem == "invalid-member")
                }
            }
            #expect(try await service.get("/v1/audit").text == before)
        }
    }

    @Test(
        "a new password has the least length of the policy, spaces in a row counted as one",
        arguments: [
            ("1234567", 422), ("12345678", 201), ("        ", 422), ("a  b  c  d", 422), ("a b c d e", 201),
            ("æøåæøåæ", 422),
            ("æøåæøåæø", 201),
        ]
    )
    func length(_ password: String, _ status: Int) async throws {
        try await RunningService.with(leastPasswordLength: 8) { service async throws in
            let answer = try await service.post("/v1/users", ["userID": "anna", "password": password])
            #expect(answer.status == status)
        }
    }

    @Test("a password that was stored under another policy is compared all the same")
    func shorterPassword() async throws {
        let store = MemoryTokenStore()
        let display = Stock(serialNumber: "0001")
        try await RunningService.with(store: store) { service async throws in
            _ = try await service.post("/v1/imports", Stock.container(display))
            #expect(try await service.post("/v1/users", ["userID": "anna", "password": "p"]).status == 201)
        }
        try await RunningService.with(store: store, leastPasswordLength: 8) { service async throws in
            let code = try display.code(at: service.clock.now)
            let body = ["userID": "anna", "password": "p", "serialNumber": "0001", "code": code]
            #expect(try await service.post("/v1/activations", body).status == 201)
        }
    }
}
