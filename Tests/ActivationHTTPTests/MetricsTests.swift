import ActivationHTTP
import Testing

@Suite("The figures for Prometheus")
struct MetricsTests {
    @Test func countDecisionsAndRequests() async throws {
        try await RunningService.with { service async throws in
            let display = Stock(serialNumber: "0001")
            try await service.activate(display, for: "anna")
            let code = try display.code(at: service.clock.now)
            for userID in ["anna", "anna", "bo"] {
                _ = try await service.post("/v1/verifications", ["userID": userID, "code": code])
            }
            _ = try await service.get("/v1/users/anna")
            _ = try await service.get("/v1/users/bo")
            let answer = try await service.get("/metrics")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = Set(answer.text.split(separator: "\n").map(String.init))
            for line in [
                #"decisions_total{event="activation",reason="granted"} 1"#,
                #"decisions_total{event="verification",reason="spent-code"} 2"#,
                #"decisions_total{event="verification",reason="unknown-device"} 1"#,
                #"imported_devices_total{outcome="imported"} 1"#,
                #"http_requests_total{method="POST",path="/v1/verifications",status="403"} 3"#,
                #"http_requests_total{method="GET",path="/v1/users/{userID}",status="200"} 1"#,
                #"http_requests_total{method="GET",path="/v1/users/{userID}",status="404"} 1"#,
                #"http_request_duration_seconds_bucket{path="/v1/verifications",le="+Inf"} 3"#,
                #"http_request_duration_seconds_count{path="/v1/verifications"} 3"#,
                "http_requests_in_flight 1",
            ] {
                #expect(lines.contains("mitid_activation_" + line), "\(line)")
            }
            #expect(!answer.text.contains("anna"))
            #expect(!answer.text.contains("0001\""))
        }
    }

    @Test func wantAScopeOfTheirOwn() async throws {
        let file = "prometheus metrics metrics-0123456789\nportal caller portal-0123456789\n"
        try await RunningService.with(token: file) { service async throws in
            #expect(try await service.get("/metrics").status == 401)
            #expect(try await service.get("/metrics", token: "portal-0123456789").problem == "insufficient-scope")
            #expect(try await service.get("/metrics", token: "metrics-0123456789").status == 200)
        }
    }
}
