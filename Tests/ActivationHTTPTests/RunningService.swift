import Activation
import ActivationHTTP
import Foundation
import FoundationNetworking
import HTTPService
import LibCrypto
import Logging
import Synchronization
import Testing

/// The real service on a port of its own, and a client for it.
struct RunningService: Sendable {
    /// A clock that stands still until a test moves it.
    final class Clock: Sendable {
        private let time: Mutex<Int64>

        init(seconds: Int64) {
            self.time = Mutex(seconds * 1000)
        }

        var now: UnixTime { UnixTime(milliseconds: self.time.withLock { $0 }) }

        func advance(seconds: Int64) {
            self.time.withLock { $0 += seconds * 1000 }
        }
    }

    /// An answer as it came over the wire.
    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: Data

        /// The body as a JSON object.
        var json: [String: any Sendable] {
            ((try? JSONSerialization.jsonObject(with: self.body)) as? [String: any Sendable]) ?? [:]
        }

        /// The name of the problem, if it is one.
        var problem: String? {
            (self.json["type"] as? String).map { String($0.dropFirst("urn:mitid-tokens:problem:".count)) }
        }

        var text: String { String(decoding: self.body, as: UTF8.self) }
    }

    let address: ServiceAddress
    let clock: Clock

    /// Starts the service, lets the closure use it, and stops it.
    static func with(
        store: some TokenStore = MemoryTokenStore(),
        token: String? = nil,
        policy: ActivationPolicy = ActivationPolicy(),
        leastPasswordLength: UInt32 = 1,
        _ body: @escaping @Sendable (RunningService) async throws -> Void
    ) async throws {
        var policy = policy
        // As cheap as scrypt gets; what it costs in earnest is told where it is hashed.
        policy.passwordCost = try #require(ScryptCost(logN: 1, blockSize: 8, parallelization: 1))
        policy.leastPasswordLength = leastPasswordLength
        policy.refusedCodes = .ofTheWork
        policy.refusedActivations = .ofTheWork
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = Clock(seconds: 1_795_348_800)
        let service = try ActivationService(store: store, policy: policy, logger: logger, now: { clock.now })
        let (addresses, continuation) = AsyncStream.makeStream(of: ServiceAddress.self)
        let endpoint = service.endpoint(
            at: ServiceAddress(host: "127.0.0.1", port: 0),
            tokens: Current(try token.map { try AccessTokens($0) })
        ) { address in
            continuation.yield(address)
            continuation.finish()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await endpoint.run()
            }
            let address = try #require(await addresses.first { _ in true })
            try await body(RunningService(address: address, clock: clock))
            group.cancelAll()
        }
    }

    func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await self.send("GET", path, nil, token: token)
    }

    func post(_ path: String, _ body: String, token: String? = nil) async throws -> Answer {
        try await self.send("POST", path, Data(body.utf8), token: token)
    }

    func post(_ path: String, _ members: [String: String]) async throws -> Answer {
        try await self.send("POST", path, try JSONSerialization.data(withJSONObject: members))
    }

    func put(_ path: String, _ members: [String: String]) async throws -> Answer {
        try await self.send("PUT", path, try JSONSerialization.data(withJSONObject: members))
    }

    /// Imports a device and binds it to a holder by its first code.
    func activate(_ device: Stock, for userID: String) async throws {
        _ = try await self.post("/v1/imports", Stock.container(device))
        _ = try await self.post("/v1/users", ["userID": userID, "password": "p"])
        let code = try device.code(at: self.clock.now)
        let answer = try await self.post(
            "/v1/activations",
            ["userID": userID, "password": "p", "serialNumber": device.serialNumber, "code": code]
        )
        #expect(answer.status == 201)
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: Data?,
        token: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: "http://\(self.address)\(path)")))
        request.httpMethod = method
        request.httpBody = body
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        let headers = answer.allHeaderFields.compactMap { name, value in
            ("\(name)".lowercased(), "\(value)")
        }
        return Answer(status: answer.statusCode, headers: Dictionary(uniqueKeysWithValues: headers), body: data)
    }
}
