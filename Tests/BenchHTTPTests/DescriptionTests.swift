import Bench
import BenchHTTP
import BenchSupport
import Foundation
import HTTPService
import Hummingbird
import Logging
import OTPDevices
import SpeechSynthesis
import Testing

@Suite struct DescriptionTests {
    /// What is served and not described: files of the page.
    private static func isDescribed(_ path: String) -> Bool {
        !path.hasSuffix(".js") && !path.hasSuffix(".css")
    }

    @Test func openAPIListsWhatIsServedAndNothingElse() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let registry = try await DeviceRegistry(
            store: MemoryStore(),
            wall: { .seconds(0) },
            random: { [UInt8](repeating: 0, count: $0) },
            chips: ChipSurroundings(environments: TestChips()),
            logger: logger
        )
        let router = Router(context: BasicRequestContext.self)
        BenchInterface(registry: registry, voice: Voice(ESpeak()), token: Current(nil), logger: logger).addRoutes(
            to: router
        )
        let served = Set(
            router.routes.filter { Self.isDescribed("\($0.path)") }.map { "\($0.method.rawValue) \($0.path)" }
        )
        try await RunningBench.serve { bench in
            let document = try await bench.send("GET", "/openapi.json").object
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            var described: Set<String> = []
            for (path, operations) in paths {
                for method in operations.keys where method != "parameters" {
                    described.insert("\(method.uppercased()) \(path)")
                }
            }
            #expect(described == served)
        }
    }

    @Test func everyReferenceInOpenAPIHasATarget() async throws {
        try await RunningBench.serve { bench in
            let answer = try await bench.send("GET", "/openapi.json")
            let components = try #require(answer.object["components"] as? [String: [String: Any]])
            let references = answer.text.matches(of: /"#\/components\/(\w+)\/(\w+)"/)
            #expect(references.count > 50)
            for reference in references {
                #expect(components[String(reference.1)]?[String(reference.2)] != nil, "\(reference.0)")
            }
        }
    }
}
