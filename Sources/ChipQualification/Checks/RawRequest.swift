import CanonicalCBOR
import FIDOMessages

/// A CTAP2 request of any members, malformed ones included.
struct RawRequest {
    typealias Value = (inout CBORWriter) -> Void

    private let command: CTAP2Command
    private var members: [(key: Int64, value: Value)]

    /// A good makeCredential request; CTAP 2.1, section 6.1.
    static func makeCredential(_ bed: TestBed) -> RawRequest {
        let hash = bed.randomBytes(32)
        let user = bed.randomBytes(16)
        return RawRequest(
            command: .makeCredential,
            members: [
                (1, { $0.byteString(hash) }),
                (2, { $0.map { $0.add("id") { $0.textString(TestBed.rpID) } } }),
                (3, { $0.map { $0.add("id") { $0.byteString(user) } } }),
                (4, { $0.algorithms([-7]) }),
            ]
        )
    }

    /// A good getAssertion request without a touch; section 6.2.
    static func getAssertion(_ bed: TestBed) -> RawRequest {
        let hash = bed.randomBytes(32)
        return RawRequest(
            command: .getAssertion,
            members: [
                (1, { $0.textString(TestBed.rpID) }),
                (2, { $0.byteString(hash) }),
                (5, { $0.map { $0.add("up") { $0.boolean(false) } } }),
            ]
        )
    }

    /// The same request without a member.
    func without(_ key: Int64) -> RawRequest {
        var request = self
        request.members.removeAll { $0.key == key }
        return request
    }

    /// The same request with another value of a member, or with one more.
    func with(_ key: Int64, _ value: @escaping Value) -> RawRequest {
        var request = self.without(key)
        request.members.append((key, value))
        request.members.sort { $0.key < $1.key }
        return request
    }

    var message: [UInt8] {
        var writer = CBORWriter(after: [self.command.rawValue])
        writer.map { map in
            for member in self.members { map.add(member.key, member.value) }
        }
        return writer.bytes
    }
}

extension CBORWriter {
    /// pubKeyCredParams.
    mutating func algorithms(_ numbers: [Int64]) {
        self.array(count: numbers.count)
        for number in numbers {
            self.map { members in
                members.add("alg") { $0.integer(number) }
                members.add("type") { $0.textString("public-key") }
            }
        }
    }
}
