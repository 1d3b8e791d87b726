import CanonicalCBOR
import FIDOAuthenticator

/// Requests as a platform writes them; every parameter can be left out or replaced.
struct Request: Sendable {
    let command: UInt8

    /// The parameters by their keys, each as one item.
    var parameters: [Int64: [UInt8]] = [:]

    init(_ command: UInt8) {
        self.command = command
    }

    static func makeCredential(
        rpID: String = Platform.rpID,
        user: [UInt8] = [1],
        isDiscoverable: Bool = false
    ) -> Request {
        var request = Request(0x01)
        request[1] = .bytes(Platform.clientDataHash)
        request[2] = .map { $0.add("id") { $0.textString(rpID) } }
        request[3] = .map { entity in
            entity.add("id") { $0.byteString(user) }
            entity.add("name") { $0.textString("anna") }
            entity.add("displayName") { $0.textString("Anna And") }
        }
        request[4] = .algorithms([-7])
        if isDiscoverable {
            request.setOption("rk", true)
        }
        return request
    }

    static func getAssertion(rpID: String = Platform.rpID, allowing ids: [[UInt8]] = []) -> Request {
        var request = Request(0x02)
        request[1] = .text(rpID)
        request[2] = .bytes(Platform.clientDataHash)
        if !ids.isEmpty {
            request[3] = .descriptors(ids)
        }
        return request
    }

    static let getNextAssertion = Request(0x08)
    static let getInfo = Request(0x04)
    static let reset = Request(0x07)
    static let selection = Request(0x0b)

    subscript(_ key: Int64) -> Parameter? {
        get { self.parameters[key].map { Parameter(encoded: $0) } }
        set { self.parameters[key] = newValue?.encoded }
    }

    /// Options stand at 7 in makeCredential and at 5 in getAssertion.
    mutating func setOption(_ name: String, _ value: Bool) {
        self[self.command == 0x01 ? 7 : 5] = .map { $0.add(name) { $0.boolean(value) } }
    }

    /// Extensions stand at 6 in makeCredential and at 4 in getAssertion.
    mutating func setExtensions(_ body: @escaping (inout CBORMapWriter) -> Void) {
        self[self.command == 0x01 ? 6 : 4] = .map(body)
    }

    var message: [UInt8] {
        guard !self.parameters.isEmpty else { return [self.command] }
        var writer = CBORWriter(after: [self.command])
        writer.map { map in
            for (key, value) in self.parameters {
                map.add(key) { $0.item(encoded: value[...]) }
            }
        }
        return writer.bytes
    }
}
