import ActivationHTTP
import Foundation
import Testing

@Suite("The description of the interface")
struct DescriptionTests {
    @Test func namesPathsThatAreThere() async throws {
        try await RunningService.with { service async throws in
            let description = try await service.get("/openapi.json")
            #expect(description.status == 200)
            #expect(description.headers["content-type"] == "application/json")
            let paths = try #require(description.json["paths"] as? [String: [String: any Sendable]])
            #expect(paths.count == 23)
            for (path, methods) in paths {
                let path = path.replacingOccurrences(of: "{userID}", with: "nobody")
                    .replacingOccurrences(of: "{serialNumber}", with: "0000")
                    .replacingOccurrences(of: "{caller}", with: "portal")
                for (method, operation) in methods {
                    let body = method == "post" ? Data("{}".utf8) : nil
                    let answer = try await service.send(method.uppercased(), path, body)
                    #expect(answer.problem != "not-found", "\(method) \(path)")
                    #expect(answer.problem != "method-not-allowed", "\(method) \(path)")
                    let responses = (operation as? [String: any Sendable])?["responses"] as? [String: any Sendable]
                    #expect(responses?["\(answer.status)"] != nil, "\(method) \(path) answers \(answer.status)")
                }
            }
        }
    }

    @Test func refersOnlyToWhatItDescribes() async throws {
        try await RunningService.with { service async throws in
            let description = try await service.get("/openapi.json")
            let components = try #require(description.json["components"] as? [String: [String: any Sendable]])
            let pattern = /"#\/components\/([a-z]+)\/([A-Za-z]+)"/
            let references = description.text.matches(of: pattern)
            #expect(references.count > 50)
            for reference in references {
                let section = components[String(reference.output.1)]
                #expect(section?[String(reference.output.2)] != nil, "\(reference.output.0)")
            }
        }
    }
}
