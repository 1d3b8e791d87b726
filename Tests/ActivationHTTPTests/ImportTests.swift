import ActivationHTTP
import Foundation
import Testing

@Suite("An import")
struct ImportTests {
    @Test func tellsDuplicatesFromConflictsAndBadRecords() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001")
            var other = display
            other.secret[0] ^= 1
            let bad = "<KeyPackage><DeviceInfo><SerialNo>0009</SerialNo></DeviceInfo></KeyPackage>"
            _ = try await service.post("/v1/imports", Stock.container(display))
            let again = try await service.post(
                "/v1/imports",
                Stock.container(display, other, Stock(serialNumber: "0002"), rest: bad)
            )
            #expect(again.status == 200)
            #expect(again.json["imported"] as? Int == 1)
            #expect(again.json["duplicates"] as? Int == 1)
            let rejected = try #require(again.json["rejected"] as? [[String: any Sendable]])
            #expect(rejected.count == 2)
            let reasons = rejected.map { [$0["serialNumber"] as? String, $0["reason"] as? String] }
            #expect(reasons.contains(["0001", "conflict"]))
            #expect(reasons.contains { $0.first == "0009" })
        }
    }

    @Test func takesMoreThanOneTransactionHolds() async throws {
        try await RunningService.with { service async throws in
            let devices = (0..<1201).map { Stock(serialNumber: "S\($0)") }
            let container = Stock.container(rest: devices.map { Self.package(of: $0) }.joined())
            let answer = try await service.post("/v1/imports", container)
            #expect(answer.json["imported"] as? Int == 1201)
            #expect(try await service.get("/v1/authenticators/S1200").status == 200)
        }
    }

    @Test func keepsWhatCameBeforeAnError() async throws {
        try await RunningService.with { service async throws in
            let whole = Stock.container(Stock(serialNumber: "0001"), Stock(serialNumber: "0002"))
            let cut = String(whole.dropLast(40))
            let answer = try await service.post("/v1/imports", cut)
            #expect(answer.status == 400)
            #expect(answer.problem == "invalid-container")
            #expect(try await service.get("/v1/authenticators/0001").status == 200)
            let repeated = try await service.post("/v1/imports", whole)
            #expect(repeated.json["duplicates"] as? Int == 1)
            #expect(repeated.json["imported"] as? Int == 1)
        }
    }

    @Test(arguments: [
        "", "not xml", "<html/>", "<!DOCTYPE k [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><k>&x;</k>",
    ])
    func refusesWhatIsNoContainer(body: String) async throws {
        try await RunningService.with { service async throws in
            let answer = try await service.post("/v1/imports", body)
            #expect(answer.status == 400)
            #expect(answer.problem == "invalid-container")
            #expect(!answer.text.contains("root:"))
            #expect(try await service.get("/healthz").status == 200)
        }
    }

    @Test func mayBeTooLarge() async throws {
        var policy = ActivationPolicy()
        policy.importByteLimit = 1000
        try await RunningService.with(policy: policy) { service async throws in
            let container = Stock.container(Stock(serialNumber: "0001"), Stock(serialNumber: "0002"))
            #expect(try await service.post("/v1/imports", container).problem == "body-too-large")
            #expect(try await service.get("/healthz").status == 200)
        }
    }

    @Test func keepsTheDatesOfAKey() async throws {
        try await RunningService.with { service async throws in
            let package = Self.package(of: Stock(serialNumber: "0001")).replacingOccurrences(
                of: "</Key>",
                with: """
                    <Policy><StartDate>2021-01-01T00:00:00Z</StartDate><ExpiryDate>2121-01-01T00:00:00Z</ExpiryDate>
                    <PINPolicy PINUsageMode="Local"/></Policy></Key>
                    """
            )
            let answer = try await service.post("/v1/imports", Stock.container(rest: package))
            #expect(answer.json["imported"] as? Int == 1)
            let device = try await service.get("/v1/authenticators/0001")
            #expect(device.json["validFrom"] as? String == "2021-01-01T00:00:00Z")
            #expect(device.json["validUntil"] as? String == "2121-01-01T00:00:00Z")
        }
    }

    @Test(arguments: [
        "<ExpiryDate>2001-01-01T00:00:00Z</ExpiryDate>", "<PINPolicy PINUsageMode=\"Append\"/>",
        "<NumberOfTransactions>3</NumberOfTransactions>",
    ])
    func refusesAKeyWhosePolicyNobodyWouldKeep(policy: String) async throws {
        try await RunningService.with { service async throws in
            let package = Self.package(of: Stock(serialNumber: "0001")).replacingOccurrences(
                of: "</Key>",
                with: "<Policy>\(policy)</Policy></Key>"
            )
            let answer = try await service.post("/v1/imports", Stock.container(rest: package))
            #expect(answer.json["imported"] as? Int == 0)
            #expect(answer.json["rejectedCount"] as? Int == 1)
        }
    }

    private static func package(of device: Stock) -> String {
        let container = Stock.container(device)
        guard
            let start = container.range(of: "<KeyPackage>"),
            let end = container.range(of: "</KeyPackage>")
        else { return "" }
        return String(container[start.lowerBound..<end.upperBound])
    }
}
