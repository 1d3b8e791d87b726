import Activation
import ActivationHTTP
import Testing

@Suite("A refusal")
struct RefusalTests {
    @Test func ofAnActivationIsOneAnswerForEveryCause() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001")
            let taken = Stock(serialNumber: "0002")
            _ = try await service.post("/v1/imports", Stock.container(display, taken))
            for userID in ["anna", "bo"] {
                _ = try await service.post("/v1/users", ["userID": userID, "password": "right"])
            }
            let code = try display.code(at: service.clock.now)
            func ask(
                _ userID: String,
                _ password: String,
                _ serial: String,
                _ code: String
            ) async throws
                -> RunningService.Answer
            {
                try await service.post(
                    "/v1/activations",
                    ["userID": userID, "password": password, "serialNumber": serial, "code": code]
                )
            }
            #expect(try await ask("bo", "right", "0002", code).status == 201)

            let wrongCode = try display.code(at: UnixTime(seconds: 0))
            let refusals = [
                try await ask("nobody", "right", "0001", code),
                try await ask("anna", "wrong", "0001", code),
                try await ask("anna", "right", "0003", code),
                try await ask("anna", "right", "0002", code),
                try await ask("anna", "right", "0001", wrongCode),
                try await ask("anna", "right", "0001", "12345678"),
                try await ask("bo", "right", "0002", code),
                try await ask("nobody", "wrong", "0003", wrongCode),
            ]
            for refusal in refusals { Self.expectSame(refusal, refusals[0]) }
            #expect(refusals[0].status == 403)
            #expect(refusals[0].problem == "activation-refused")
        }
    }

    @Test func ofACodeIsOneAnswerForEveryCause() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001")
            _ = try await service.post("/v1/imports", Stock.container(display, Stock(serialNumber: "0002")))
            for userID in ["anna", "bo"] {
                _ = try await service.post("/v1/users", ["userID": userID, "password": "p"])
            }
            let code = try display.code(at: service.clock.now)
            _ = try await service.post(
                "/v1/activations",
                ["userID": "anna", "password": "p", "serialNumber": "0001", "code": code]
            )
            let wrongCode = try display.code(at: UnixTime(seconds: 0))
            let refusals = [
                try await service.post("/v1/verifications", ["userID": "anna", "code": code]),
                try await service.post("/v1/verifications", ["userID": "anna", "code": wrongCode]),
                try await service.post("/v1/verifications", ["userID": "bo", "code": code]),
                try await service.post("/v1/verifications", ["userID": "nobody", "code": code]),
                try await service.post("/v1/verifications", ["serialNumber": "0001", "code": code]),
                try await service.post("/v1/verifications", ["serialNumber": "0002", "code": code]),
                try await service.post("/v1/verifications", ["serialNumber": "0003", "code": code]),
            ]
            for refusal in refusals { Self.expectSame(refusal, refusals[0]) }
            #expect(refusals[0].status == 403)
            #expect(refusals[0].problem == "code-refused")
        }
    }

    @Test func byTheHoldingRuleIsToldToWhoHasEverythingRight() async throws {
        try await RunningService.with { service async throws in
            let first = Stock(serialNumber: "0001")
            let second = Stock(serialNumber: "0002", model: "audio-code-reader")
            _ = try await service.post("/v1/imports", Stock.container(first, second))
            _ = try await service.post("/v1/users", ["userID": "anna", "password": "p"])
            let code = try first.code(at: service.clock.now)
            var request = ["userID": "anna", "password": "p", "serialNumber": "0001", "code": code]
            #expect(try await service.post("/v1/activations", request).status == 201)
            request["serialNumber"] = "0002"
            request["password"] = "wrong"
            #expect(try await service.post("/v1/activations", request).problem == "activation-refused")
            request["password"] = "p"
            let refusal = try await service.post("/v1/activations", request)
            #expect(refusal.status == 409)
            #expect(refusal.problem == "holding-rule")
            #expect(refusal.json["heldKind"] as? String == "code-display")
        }
    }

    @Test func ofATakenUserIDIsAConflict() async throws {
        try await RunningService.with { service async throws in
            let body = ["userID": "anna", "password": "p"]
            #expect(try await service.post("/v1/users", body).status == 201)
            let again = try await service.post("/v1/users", body)
            #expect(again.status == 409)
            #expect(again.problem == "user-exists")
        }
    }

    private static func expectSame(_ answer: RunningService.Answer, _ other: RunningService.Answer) {
        #expect(answer.status == other.status)
        #expect(answer.body == other.body)
        var headers = answer.headers
        var otherHeaders = other.headers
        // What every answer has of its own.
        for name in ["date", "x-request-id"] {
            #expect((headers[name] == nil) == (otherHeaders[name] == nil))
            headers[name] = nil
            otherHeaders[name] = nil
        }
        #expect(headers == otherHeaders)
    }
}
