import Foundation
import FoundationNetworking
import HTTPService
import HTTPTypes
import Hummingbird
import Logging
import Testing

@Suite struct HTTPEndpointTests {
    private struct Note: Decodable, Sendable {
        enum CodingKeys: String, CodingKey, CaseIterable {
            case text
            case number
        }

        let text: String
        let number: UInt8

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownMembers(besides: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.text = try container.decode(String.self, forKey: .text)
            self.number = try container.decodeWholeNumber(forKey: .number) ?? 0
        }
    }

    private struct Failure: Error, CustomStringConvertible {
        let description = "the password is 1234"
    }

    private func serve(_ body: (_ base: String) async throws -> Void) async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let endpoint = HTTPEndpoint(
            address: ServiceAddress(host: "127.0.0.1", port: 0),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            routes: { router in
                router.get("fails") { _, _ -> String in throw Failure() }
                router.group().add(middleware: BodyLimitMiddleware { _ in .bytes(1000) }).post("notes") { request, _ in
                    let note = try await request.decodeJSON(Note.self)
                    return "\(note.text) \(note.number)"
                }
                router.get("things/{name}") { _, context in try context.pathPart("name") }
            },
            listening: { port.yield($0.port) }
        )
        let serving = Task { try await endpoint.run() }
        defer { serving.cancel() }
        for await port in ports {
            return try await body("http://127.0.0.1:\(port)")
        }
    }

    private func send(_ method: String, _ url: String, _ body: String? = nil) async throws -> (Int, String) {
        var request = URLRequest(url: try #require(URL(string: url)))
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    @Test func aFailureInsideTellsNothingOfItself() async throws {
        try await self.serve { base in
            let (status, text) = try await self.send("GET", base + "/fails")
            #expect(status == 500)
            #expect(text.contains("urn:mitid-tokens:problem:internal-error"))
            #expect(!text.contains("1234"))
        }
    }

    @Test func aKnownPathWithoutTheMethodSaysWhichItHas() async throws {
        try await self.serve { base in
            let (status, text) = try await self.send("DELETE", base + "/notes")
            #expect(status == 405)
            #expect(text.contains("it has POST"))
            #expect(try await self.send("GET", base + "/things").0 == 404)
            #expect(try await self.send("HEAD", base + "/things/a").0 == 200)
        }
    }

    @Test(
        arguments: [
            (#"{"text":"a","number":255}"#, 200, "a 255"),
            (#"{"text":"a"}"#, 200, "a 0"),
            (#"{"number":1}"#, 400, "'text' is missing"),
            (#"{"text":null}"#, 400, "'text'"),
            (#"{"text":7}"#, 400, "'text' must be a string"),
            (#"{"text":"a","number":256}"#, 422, "number: must be a whole number from 0 to 255"),
            (#"{"text":"a","number":0.5}"#, 422, "number: must be a whole number"),
            (#"{"text":"a","number":"1"}"#, 400, "'number' must be a whole number"),
            (#"{"text":"a","nubmer":1}"#, 400, "'nubmer' is not a member here; known are number, text"),
            (#"{"text":"a" "b"}"#, 400, "line 1, column 13"),
            ("[]", 400, "must be an object"),
            ("", 400, "is empty"),
            (String(repeating: " ", count: 1001), 413, "1000 bytes"),
        ]
    )
    func bodiesAreReadOrRefusedWithTheirPlace(_ body: String, _ status: Int, _ words: String) async throws {
        try await self.serve { base in
            let (answered, text) = try await self.send("POST", base + "/notes", body)
            #expect(answered == status)
            #expect(text.contains(words), "\(text)")
        }
    }

    @Test func aPathPartIsDecodedOrRefused() async throws {
        try await self.serve { base async throws in
            #expect(try await self.send("GET", base + "/things/a%2Fb").1 == "a/b")
            #expect(try await self.send("GET", base + "/things/%FF").0 == 422)
        }
    }
}
