import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import LibCrypto
import Testing

/// authenticatorLargeBlobs; CTAP 2.1, section 6.10.
struct LargeBlobTests {
    /// An array of one byte string, with its trailer; at least 45 bytes.
    private static func array(byteCount: Int) throws -> [UInt8] {
        var writer = CBORWriter()
        writer.array(count: 1)
        // Without the heads of the array and the string, and the trailer.
        writer.byteString([UInt8](repeating: 0x5a, count: byteCount - (byteCount < 275 ? 19 : 20)))
        let digest = try HashFunction.sha256.digest(of: writer.bytes.span)
        #expect(writer.bytes.count + 16 == byteCount)
        return writer.bytes + digest[..<16]
    }

    private static func read(_ count: Int64, at offset: Int64 = 0) -> Request {
        var request = Request(0x0c)
        request[1] = .number(count)
        request[3] = .number(offset)
        return request
    }

    private static func write(_ fragment: ArraySlice<UInt8>, at offset: Int, length: Int? = nil) -> Request {
        var request = Request(0x0c)
        request[2] = .bytes([UInt8](fragment))
        request[3] = .number(Int64(offset))
        request[4] = length.map { .number(Int64($0)) }
        return request
    }

    private static func content(_ platform: inout Platform) throws -> [UInt8] {
        try platform.answer(Self.read(4096).message)[1]?.byteString.map { [UInt8]($0) } ?? []
    }

    @Test func itStartsWithAnEmptyArray() throws {
        var platform = try Platform()
        #expect(try Self.content(&platform) == AuthenticatorState.emptyLargeBlobs)
    }

    @Test func anArrayComesInFragmentsAndIsStoredWhole() throws {
        var platform = try Platform()
        let array = try Self.array(byteCount: 1000)
        #expect(platform.begin(Self.write(array[..<400], at: 0, length: 1000).message) == .reply([0]))
        #expect(platform.begin(Self.write(array[400..<990], at: 400).message) == .reply([0]))
        // What is out of turn does not end what was begun.
        #expect(platform.status(Self.write(array[991...], at: 991).message) == .invalidSequence)
        #expect(platform.begin(Self.write(array[990...], at: 990).message) == .commit)
        #expect(platform.settle(.commit) == [0])
        try platform.losePower()
        #expect(try Self.content(&platform) == array)
        let end = try platform.answer(Self.read(30, at: 980).message)[1]?.byteString
        #expect(end.map { [UInt8]($0) } == [UInt8](array[980...]))
        #expect(try platform.answer(Self.read(30, at: 1000).message)[1]?.byteString == [])
    }

    @Test func anotherCommandEndsAWrite() throws {
        var platform = try Platform()
        let array = try Self.array(byteCount: 100)
        #expect(platform.status(Self.write(array[..<50], at: 0, length: 100).message) == .success)
        #expect(platform.status(Request.getInfo.message) == .success)
        #expect(platform.status(Self.write(array[50...], at: 50).message) == .invalidSequence)
    }

    @Test func anArrayWithAWrongTrailerIsNotStored() throws {
        var platform = try Platform()
        var array = try Self.array(byteCount: 100)
        array[99] ^= 1
        #expect(platform.status(Self.write(array[...], at: 0, length: 100).message) == .integrityFailure)
        #expect(try Self.content(&platform) == AuthenticatorState.emptyLargeBlobs)
    }

    @Test(arguments: [Int64(1), 2]) func withAPINOnlyWhoMayWritesIt(_ number: Int64) throws {
        var platform = try Platform()
        try platform.setPIN("1234")
        let array = try Self.array(byteCount: 300)
        #expect(platform.status(Self.write(array[...], at: 0, length: 300).message) == .pinRequired)
        let token = try platform.token("1234", PINSession.largeBlobWrite, number)
        for (start, end) in [(0, 260), (260, 300)] {
            let digest = try HashFunction.sha256.digest(of: [UInt8](array[start..<end]).span)
            let offset = [UInt8(start & 0xff), UInt8(start >> 8), 0, 0]
            let message = [UInt8](repeating: 0xff, count: 32) + [0x0c, 0x00] + offset + digest
            var request = Self.write(array[start..<end], at: start, length: start == 0 ? 300 : nil)
            request[5] = .bytes(token.session.authentication(of: message, token: token.bytes))
            #expect(platform.status(request.message) == .missingParameter)
            request[6] = .number(99)
            #expect(platform.status(request.message) == .invalidParameter)
            request[6] = .number(number)
            #expect(platform.status(request.message) == .success)
        }
        #expect(try Self.content(&platform) == array)
    }

    @Test func whatCannotBeIsRefused() throws {
        var platform = try Platform()
        let fragment = [UInt8](repeating: 1, count: 20)[...]
        var both = Self.read(100)
        both[2] = .bytes([1])
        var withLength = Self.read(100)
        withLength[4] = .number(1)
        var withProtocol = Self.read(100)
        withProtocol[6] = .number(1)
        var withoutOffset = Self.read(100)
        withoutOffset[3] = nil
        var empty = Request(0x0c)
        empty[3] = .number(0)
        let longest = AuthenticatorProfile.full.maximumMessageSize - 64
        let requests: [(Request, CTAP2StatusCode)] = [
            (both, .invalidParameter), (withLength, .invalidParameter), (withProtocol, .invalidParameter),
            (withoutOffset, .invalidParameter), (empty, .invalidParameter),
            (Self.read(Int64(longest) + 1), .invalidLength), (Self.read(1, at: 18), .invalidParameter),
            (Self.read(1, at: .max), .invalidParameter),
            (Self.write([UInt8](repeating: 0, count: longest + 1)[...], at: 0, length: 4096), .invalidLength),
            (Self.write(fragment, at: 0, length: 4097), .largeBlobStorageFull),
            (Self.write(fragment, at: 0, length: .max), .largeBlobStorageFull),
            (Self.write(fragment, at: 0, length: 16), .invalidParameter),
            (Self.write(fragment, at: 0), .invalidParameter),
            (Self.write(fragment, at: 0, length: 19), .invalidParameter),
            (Self.write(fragment, at: 20, length: 40), .invalidParameter),
            (Self.write(fragment, at: 20), .invalidSequence),
        ]
        for (request, status) in requests {
            #expect(platform.status(request.message) == status, "\(request)")
        }
    }
}
