import Bench
import BenchHTTP
import BenchSupport
import Foundation
import FoundationNetworking
import HTTPService
import Logging
import OTPDevices
import SpeechSynthesis

/// A bench that serves on a free port for the length of a test.
struct RunningBench: Sendable {
    struct Answer {
        let status: Int
        let body: Data
        let headers: HTTPURLResponse

        /// The body as a JSON object.
        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: self.body)) as? [String: Any] ?? [:]
        }

        var text: String { String(decoding: self.body, as: UTF8.self) }
    }

    let port: Int

    /// Serves until `body` ends; the bench's clock stands at 59 seconds after 1970.
    static func serve(token: BearerToken? = nil, _ body: (RunningBench) async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let registry = try await DeviceRegistry(
            store: MemoryStore(),
            wall: { .seconds(59) },
            random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
            chips: ChipSurroundings(environments: TestChips()),
            logger: logger
        )
        let interface = BenchInterface(
            registry: registry,
            voice: Voice(ESpeak()),
            token: Current(token),
            logger: logger
        )
        let (ports, port) = AsyncStream<Int>.makeStream()
        let endpoint = HTTPEndpoint(
            address: ServiceAddress(host: "127.0.0.1", port: 0),
            logger: logger,
            routes: { interface.addRoutes(to: $0) },
            listening: { port.yield($0.port) }
        )
        let serving = Task { try await endpoint.run() }
        defer { serving.cancel() }
        for await port in ports {
            return try await body(RunningBench(port: port))
        }
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        guard let url = URL(string: "http://127.0.0.1:\(self.port)\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        for (name, value) in headers {
            request.setValue(value, forHTTPHeaderField: name)
        }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        return Answer(status: response.statusCode, body: data, headers: response)
    }
}
