import CommandLineTool
import Foundation
import FoundationNetworking

/// Requests to a bench.
struct BenchClient {
    let address: URL
    let token: String?

    /// The part of a problem (RFC 9457) that is told to a person.
    private struct Problem: Decodable {
        let title: String?
        let detail: String?
    }

    /// What an answer that is no success is worth: one line, exit status 2.
    func send(
        _ method: String,
        _ path: String,
        query: [URLQueryItem] = [],
        headers: [String: String] = [:],
        body: Data? = nil
    ) async throws -> Data {
        var request = self.request(method, path, query: query, body: body)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response): (Data, URLResponse)
        do {
            (data, response) = try await URLSession.shared.data(for: request)
        } catch {
            throw self.unreachable(error)
        }
        try BenchClient.check(response, data)
        return data
    }

    /// The same with a JSON object, whose members keep their order.
    func send(_ method: String, _ path: String, json body: some Encodable) async throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try await self.send(method, path, body: try encoder.encode(body))
    }

    func request(_ method: String, _ path: String, query: [URLQueryItem] = [], body: Data? = nil) -> URLRequest {
        var url = self.address.appending(path: path)
        if !query.isEmpty {
            url.append(queryItems: query)
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        if body != nil {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        if let token = self.token {
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        }
        return request
    }

    /// The path of a device, which may be named by anything a person types.
    static func path(of serialNumber: String, _ rest: String = "") throws(UnusableInput) -> String {
        guard !serialNumber.isEmpty, serialNumber.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        else { throw UnusableInput("serial number \(serialNumber): letters, digits and -._:+ only") }
        return "v1/devices/\(serialNumber)\(rest)"
    }

    func unreachable(_ error: any Error) -> UnusableInput {
        UnusableInput("no bench answers at \(self.address.absoluteString); start one with mitid-bench serve")
    }

    static func check(_ response: URLResponse, _ data: Data) throws(UnusableInput) {
        guard let status = (response as? HTTPURLResponse)?.statusCode else { return }
        guard !(200..<300).contains(status) else { return }
        let problem = try? JSONDecoder().decode(Problem.self, from: data)
        let reason = problem?.detail ?? problem?.title ?? "no reason given"
        throw UnusableInput("\(reason) (\(status))")
    }
}
