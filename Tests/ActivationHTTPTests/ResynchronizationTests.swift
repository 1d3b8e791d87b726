import Activation
import ActivationHTTP
import Foundation
import Testing

@Suite("Two consecutive codes")
struct ResynchronizationTests {
    private let display = Stock(serialNumber: "0001")
    private let path = "/v1/authenticators/0001/resynchronization"

    @Test func showWhereTheClockIs() async throws {
        try await RunningService.with { service async throws in
            try await service.activate(self.display, for: "anna")
            service.clock.advance(seconds: 3600)
            // The device's clock is four minutes ahead by now.
            let ahead = service.clock.now + .minutes(4)
            let first = try self.display.code(at: ahead)
            let second = try self.display.code(at: ahead + .seconds(30))
            #expect(try await service.post("/v1/verifications", ["userID": "anna", "code": first]).status == 403)
            #expect(try await self.resynchronize(service, second, first).problem == "code-refused")
            let answer = try await self.resynchronize(service, first, second)
            #expect(answer.status == 200)
            #expect(answer.json["accepted"] as? Bool == true)
            #expect(try await self.resynchronize(service, first, second).problem == "code-refused")

            service.clock.advance(seconds: 90)
            let later = try self.display.code(at: service.clock.now + .minutes(4))
            #expect(try await service.post("/v1/verifications", ["userID": "anna", "code": later]).status == 200)
        }
    }

    @Test func ofADeviceNobodyHasAreRefusedLikeWrongOnes() async throws {
        try await RunningService.with { service async throws in
            _ = try await service.post("/v1/imports", Stock.container(self.display))
            let first = try self.display.code(at: service.clock.now)
            let second = try self.display.code(at: service.clock.now + .seconds(30))
            let inStock = try await self.resynchronize(service, first, second)
            let body = try JSONSerialization.data(withJSONObject: ["codes": [first, second]])
            let unknown = try await service.send("POST", "/v1/authenticators/0009/resynchronization", body)
            #expect(inStock.status == 403)
            #expect(unknown.status == 403)
            #expect(inStock.body == unknown.body)
        }
    }

    private func resynchronize(
        _ service: RunningService,
        _ first: String,
        _ second: String
    ) async throws -> RunningService.Answer {
        let body = try JSONSerialization.data(withJSONObject: ["codes": [first, second]])
        return try await service.send("POST", self.path, body)
    }
}
