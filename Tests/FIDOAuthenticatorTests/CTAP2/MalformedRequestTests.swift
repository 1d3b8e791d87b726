import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// Requests that are none, and the status for each of them; CTAP 2.1, section 8.2.
struct MalformedRequestTests {
    /// An item of another type than any parameter that stands at a key; for maps a number, for all others a map.
    private static func wrong(_ right: [UInt8]) -> Parameter {
        right[0] >> 5 == 5 ? .number(5) : .map { _ in }
    }

    @Test func everyMandatoryParameterIsMissed() throws {
        var platform = try Platform()
        for (request, keys) in [(Request.makeCredential(), [Int64(1), 2, 3, 4]), (.getAssertion(), [1, 2])] {
            for key in keys {
                var incomplete = request
                incomplete[key] = nil
                #expect(platform.status(incomplete.message) == .missingParameter, "\(request.command) without \(key)")
            }
            #expect(platform.status([request.command]) == .missingParameter)
            #expect(platform.status([request.command, 0xa0]) == .missingParameter)
        }
    }

    @Test func aParameterOfAnotherTypeIsRefused() throws {
        var platform = try Platform()
        var making = Request.makeCredential()
        making[5] = .descriptors([[1]])
        making[6] = .map { _ in }
        making[7] = .map { _ in }
        making[8] = .bytes([1])
        making[9] = .number(1)
        making[10] = .number(1)
        making[11] = .texts(["none"])
        var using = Request.getAssertion(allowing: [[1]])
        using[4] = .map { _ in }
        using[5] = .map { _ in }
        using[6] = .bytes([1])
        using[7] = .number(1)
        for request in [making, using] {
            for (key, value) in request.parameters {
                var wrong = request
                wrong[key] = Self.wrong(value)
                #expect(platform.status(wrong.message) == .cborUnexpectedType, "\(request.command) key \(key)")
            }
        }
    }

    @Test func partsOfAnEntityAreHeldToTheirTypes() throws {
        var platform = try Platform()
        for (key, member, status) in [
            (Int64(2), "id", CTAP2StatusCode.cborUnexpectedType), (2, "name", .cborUnexpectedType),
            (2, "icon", .cborUnexpectedType), (3, "id", .cborUnexpectedType), (3, "name", .cborUnexpectedType),
            (3, "displayName", .cborUnexpectedType), (3, "icon", .cborUnexpectedType),
        ] {
            var request = Request.makeCredential()
            request[key] = .map { entity in
                if member != "id" {
                    entity.add("id") { $0.item(encoded: (key == 2 ? Parameter.text("x") : .bytes([1])).encoded[...]) }
                }
                entity.add(member) { $0.integer(8) }
            }
            #expect(platform.status(request.message) == status, "\(key) \(member)")
            request[key] = .map { $0.add("name") { $0.textString("x") } }
            #expect(platform.status(request.message) == .missingParameter)
        }
        var request = Request.makeCredential(user: [UInt8](repeating: 1, count: 65))
        #expect(platform.status(request.message) == .invalidLength)
        request = .makeCredential()
        request[1] = .bytes([1, 2, 3])
        #expect(platform.status(request.message) == .invalidLength)
    }

    @Test func listsAreHeldToTheirTypes() throws {
        var platform = try Platform()
        let entries: [(Parameter, CTAP2StatusCode)] = [
            (.text("x"), .cborUnexpectedType),
            (.map { $0.add("id") { $0.byteString([1]) } }, .missingParameter),
            (.map { $0.add("type") { $0.textString("public-key") } }, .missingParameter),
            (
                .map {
                    $0.add("id") { $0.textString("x") }
                    $0.add("type") { $0.textString("public-key") }
                }, .cborUnexpectedType
            ),
            (
                .map {
                    $0.add("id") { $0.byteString([1]) }
                    $0.add("type") { $0.byteString([1]) }
                }, .cborUnexpectedType
            ),
            (.descriptor([1], type: "rot13"), .success),
        ]
        for (entry, status) in entries {
            var request = Request.makeCredential()
            request[5] = Parameter(encoded: [0x81] + entry.encoded)
            #expect(platform.status(request.message) == status, "\(entry)")
        }
        let algorithms: [(Parameter, CTAP2StatusCode)] = [
            (.text("x"), .cborUnexpectedType),
            (.map { $0.add("alg") { $0.integer(-7) } }, .missingParameter),
            (.map { $0.add("type") { $0.textString("public-key") } }, .missingParameter),
            (
                .map {
                    $0.add("alg") { $0.textString("7") }
                    $0.add("type") { $0.textString("public-key") }
                }, .cborUnexpectedType
            ),
            (
                .map {
                    $0.add("alg") { $0.integer(1337) }
                    $0.add("type") { $0.textString("public-key") }
                }, .unsupportedAlgorithm
            ),
            (
                .map {
                    $0.add("alg") { $0.integer(-7) }
                    $0.add("type") { $0.textString("rot13") }
                }, .unsupportedAlgorithm
            ),
        ]
        for (entry, status) in algorithms {
            var request = Request.makeCredential()
            request[4] = Parameter(encoded: [0x81] + entry.encoded)
            #expect(platform.status(request.message) == status, "\(entry)")
        }
    }

    @Test func whatIsNotCanonicalIsRefused() throws {
        var platform = try Platform()
        let good = Request.makeCredential().message
        #expect(platform.status(good + [0]) == .invalidCBOR)
        for count in 2..<good.count {
            #expect(platform.status([UInt8](good[..<count])) == .invalidCBOR)
        }
        for (bytes, status) in [
            ([0xa1, 0x18, 0x01, 0x00], CTAP2StatusCode.invalidCBOR), ([0xa2, 0x02, 0x00, 0x01, 0x00], .invalidCBOR),
            ([0xbf, 0xff], .invalidCBOR), ([0xa2, 0x01, 0x00, 0x01, 0x00], .invalidCBOR), ([0xc0, 0x00], .invalidCBOR),
            ([0x80], .cborUnexpectedType), ([0xf6], .cborUnexpectedType),
        ] as [([UInt8], CTAP2StatusCode)] {
            #expect(platform.status([0x01] + bytes) == status, "\(bytes)")
        }
        var unnamed = Request.makeCredential()
        unnamed[3] = Parameter(encoded: [0xa2, 0x62, 0x69, 0x64, 0x41, 1, 0x64, 0x6e, 0x61, 0x6d, 0x65, 0x61, 0xff])
        #expect(platform.status(unnamed.message) == .invalidCBOR)
    }

    @Test func unknownParametersDoNotCount() throws {
        var platform = try Platform()
        var request = Request.makeCredential()
        request[200] = .text("x")
        request[-3] = .boolean(true)
        #expect(platform.status(request.message) == .success)
    }

    @Test func unknownCommandsAreRefused() throws {
        var platform = try Platform()
        #expect(platform.status([]) == .invalidCommand)
        for command: UInt8 in [0x00, 0x03, 0x05, 0x09, 0x40, 0x42, 0xbf, 0xff] {
            #expect(platform.status([command]) == .invalidCommand)
        }
        for command: UInt8 in [0x04, 0x07, 0x08, 0x0b] {
            #expect(platform.status([command, 0xa0]) == .invalidLength)
        }
        var u2f = try Platform(.u2fOnly)
        #expect(u2f.status(Request.getInfo.message) == .invalidCommand)
    }

    @Test func aRequestMayBeAsLongAsTheLongestMessage() throws {
        var platform = try Platform(.mitidChip)
        var request = Request.makeCredential()
        request[99] = .bytes([UInt8](repeating: 0, count: 1200))
        #expect(platform.status(request.message) == .requestTooLarge)
    }
}
