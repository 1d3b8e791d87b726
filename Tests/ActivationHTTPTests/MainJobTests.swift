import ActivationHTTP
import Testing

@Suite("Over HTTP, a device")
struct MainJobTests {
    @Test func isImportedActivatedAndUsed() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001")
            let imported = try await service.post("/v1/imports", Stock.container(display))
            #expect(imported.status == 200)
            let report = #"{"duplicates":0,"imported":1,"rejected":[],"rejectedCount":0,"signature":"none"}"#
            #expect(imported.text == report)

            let user = try await service.post("/v1/users", ["userID": "anna", "password": "correct horse"])
            #expect(user.status == 201)
            #expect(user.headers["location"] == "/v1/users/anna")

            let first = try display.code(at: service.clock.now)
            let request = ["userID": "anna", "password": "correct horse", "serialNumber": "0001", "code": first]
            let activation = try await service.post("/v1/activations", request)
            #expect(activation.status == 201)
            #expect(activation.headers["location"] == "/v1/authenticators/0001")
            #expect(activation.json["amr"] as? [String] == ["password", "code_token"])
            #expect(activation.json["assuranceLevel"] as? String == "substantial")
            let authenticator = try #require(activation.json["authenticator"] as? [String: any Sendable])
            #expect(authenticator["serialNumber"] as? String == "0001")
            #expect(authenticator["kind"] as? String == "code-display")
            #expect(authenticator["state"] as? String == "active")
            #expect(authenticator["activatedAt"] as? String == "2026-11-22T12:00:00Z")

            service.clock.advance(seconds: 30)
            let second = try display.code(at: service.clock.now)
            let verification = try await service.post("/v1/verifications", ["userID": "anna", "code": second])
            #expect(verification.status == 200)
            #expect(verification.json["accepted"] as? Bool == true)
            #expect(verification.json["amr"] as? [String] == ["code_token"])

            for code in [first, second] {
                let byUser = try await service.post("/v1/verifications", ["userID": "anna", "code": code])
                let bySerial = try await service.post("/v1/verifications", ["serialNumber": "0001", "code": code])
                #expect(byUser.status == 403)
                #expect(byUser.problem == "code-refused")
                #expect(bySerial.body == byUser.body)
                #expect(try await service.post("/v1/activations", request).problem == "activation-refused")
            }
        }
    }

    @Test func mayBeAReaderOrCountItsPresses() async throws {
        try await RunningService.with { service async throws in
            let reader = Stock(serialNumber: "R", model: "audio-code-reader", counter: 7)
            _ = try await service.post("/v1/imports", Stock.container(reader))
            _ = try await service.post("/v1/users", ["userID": "bo", "password": "p"])
            let activation = try await service.post(
                "/v1/activations",
                ["userID": "bo", "password": "p", "serialNumber": "R", "code": try reader.code(counter: 9)]
            )
            #expect(activation.status == 201)
            #expect(activation.json["amr"] as? [String] == ["password", "code_reader"])
            let earlier = ["serialNumber": "R", "code": try reader.code(counter: 8)]
            #expect(try await service.post("/v1/verifications", earlier).status == 403)
            let later = ["serialNumber": "R", "code": try reader.code(counter: 10)]
            #expect(try await service.post("/v1/verifications", later).status == 200)
        }
    }

    @Test func isShownWithItsHolder() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001", secret: Array("a secret of some length".utf8))
            _ = try await service.post("/v1/imports", Stock.container(display))
            let before = try await service.get("/v1/authenticators/0001")
            #expect(before.status == 200)
            #expect(
                before.text
                    == #"{"algorithm":"sha1","clockOffset":"PT0S","digits":6,"importedAt":"2026-11-22T12:00:00Z","#
                    + #""kind":"code-display","serialNumber":"0001","state":"in-stock","timeStep":"PT30S"}"#
            )
            _ = try await service.post("/v1/users", ["userID": "Åse Bo", "password": "p"])
            let code = try display.code(at: service.clock.now)
            _ = try await service.post(
                "/v1/activations",
                ["userID": "Åse Bo", "password": "p", "serialNumber": "0001", "code": code]
            )
            let user = try await service.get("/v1/users/%C3%85se%20Bo")
            #expect(user.status == 200)
            #expect(user.json["userID"] as? String == "Åse Bo")
            let devices = try #require(user.json["authenticators"] as? [[String: any Sendable]])
            #expect(devices.map { $0["serialNumber"] as? String } == ["0001"])
            #expect(devices.map { $0["userID"] as? String } == ["Åse Bo"])
            #expect(try await service.get("/v1/users/nobody").problem == "unknown-user")
            #expect(try await service.get("/v1/authenticators/0002").problem == "unknown-authenticator")
        }
    }

    @Test func acceptsACodeOnceHoweverOftenItComesAtOnce() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001")
            _ = try await service.post("/v1/imports", Stock.container(display))
            _ = try await service.post("/v1/users", ["userID": "anna", "password": "p"])
            let first = try display.code(at: service.clock.now)
            let request = ["userID": "anna", "password": "p", "serialNumber": "0001", "code": first]
            let activations = try await Self.statuses(of: 20) { try await service.post("/v1/activations", request) }
            #expect(activations == [201: 1, 403: 19])
            for _ in 0..<5 {
                service.clock.advance(seconds: 30)
                let body = ["userID": "anna", "code": try display.code(at: service.clock.now)]
                let statuses = try await Self.statuses(of: 20) { try await service.post("/v1/verifications", body) }
                #expect(statuses == [200: 1, 403: 19])
            }
        }
    }

    private static func statuses(
        of count: Int,
        _ send: @escaping @Sendable () async throws -> RunningService.Answer
    ) async throws -> [Int: Int] {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<count { group.addTask { try await send().status } }
            return try await group.reduce(into: [:]) { counts, status in counts[status, default: 0] += 1 }
        }
    }
}
