import Activation
import ActivationHTTP
import Testing

@Suite("A block")
struct BlockTests {
    private let display = Stock(serialNumber: "0001")

    @Test func comesWithTheThirdWrongCodeAndSaysWhenItEnds() async throws {
        try await RunningService.with { service async throws in
            try await service.activate(self.display, for: "anna")
            let wrong = ["userID": "anna", "code": try self.display.code(at: UnixTime(seconds: 0))]
            #expect(try await service.post("/v1/verifications", wrong).status == 403)
            #expect(try await service.post("/v1/verifications", wrong).status == 403)
            let third = try await service.post("/v1/verifications", wrong)
            #expect(third.status == 423)
            #expect(third.problem == "blocked")
            #expect(third.json["kind"] as? String == "temporary")
            #expect(third.json["until"] as? String == "2026-11-22T12:05:00Z")
            #expect(third.headers["retry-after"] == "300")

            service.clock.advance(seconds: 60)
            let right = ["userID": "anna", "code": try self.display.code(at: service.clock.now)]
            let blocked = try await service.post("/v1/verifications", right)
            #expect(blocked.status == 423)
            #expect(blocked.headers["retry-after"] == "240")

            service.clock.advance(seconds: 240)
            let later = ["userID": "anna", "code": try self.display.code(at: service.clock.now)]
            #expect(try await service.post("/v1/verifications", later).status == 200)
        }
    }

    @Test func isSetAndLiftedByAnOperator() async throws {
        try await RunningService.with { service async throws in
            try await service.activate(self.display, for: "anna")
            let path = "/v1/authenticators/0001/block"
            let set = try await service.put(path, ["kind": "temporary", "until": "2026-11-22T13:00:00+00:30"])
            #expect(set.status == 200)
            let block = try #require(set.json["block"] as? [String: any Sendable])
            #expect(block["kind"] as? String == "temporary")
            #expect(block["until"] as? String == "2026-11-22T12:30:00Z")

            service.clock.advance(seconds: 30)
            let code = ["userID": "anna", "code": try self.display.code(at: service.clock.now)]
            #expect(try await service.post("/v1/verifications", code).problem == "blocked")
            let lifted = try await service.put(path, ["kind": "none"])
            #expect(lifted.status == 200)
            #expect(lifted.json["block"] == nil)
            #expect(try await service.post("/v1/verifications", code).status == 200)
        }
    }

    @Test func isForGoodIfPermanent() async throws {
        try await RunningService.with { service async throws in
            try await service.activate(self.display, for: "anna")
            let path = "/v1/authenticators/0001/block"
            for _ in 1...2 { #expect(try await service.put(path, ["kind": "permanent"]).status == 200) }
            let lifted = try await service.put(path, ["kind": "none"])
            #expect(lifted.status == 409)
            #expect(lifted.problem == "out-of-use")

            service.clock.advance(seconds: 30)
            let code = ["userID": "anna", "code": try self.display.code(at: service.clock.now)]
            let answer = try await service.post("/v1/verifications", code)
            #expect(answer.status == 423)
            #expect(answer.json["kind"] as? String == "permanent")
            #expect(answer.json["until"] == nil)
            #expect(answer.headers["retry-after"] == nil)
        }
    }

    @Test(arguments: [
        ["kind": "temporary"], ["kind": "permanent", "until": "2027-01-01T00:00:00Z"], ["kind": "for a while"],
        ["kind": "temporary", "until": "tomorrow"], ["kind": "none", "until": "2027-01-01T00:00:00Z"],
    ])
    func mustMakeSense(body: [String: String]) async throws {
        try await RunningService.with { service async throws in
            let answer = try await service.put("/v1/authenticators/0001/block", body)
            #expect(answer.status == 422)
            #expect(answer.problem == "invalid-member")
        }
    }

    @Test func needsADevice() async throws {
        try await RunningService.with { service async throws in
            let answer = try await service.put("/v1/authenticators/0009/block", ["kind": "none"])
            #expect(answer.problem == "unknown-authenticator")
        }
    }
}
