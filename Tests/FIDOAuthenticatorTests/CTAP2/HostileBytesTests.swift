import CTAPHID
import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// Bytes that nobody meant well: whatever comes, there is an answer, and the authenticator goes on.
struct HostileBytesTests {
    /// Requests of every command that are right, to be spoilt.
    private static func seeds(_ platform: inout Platform) throws -> [[UInt8]] {
        let registration = try platform.register(.makeCredential(isDiscoverable: true))
        try platform.setPIN("1234")
        let session = try PINSession(1, with: &platform)
        var making = Request.makeCredential()
        making[5] = .descriptors([[1, 2], registration.id])
        making.setExtensions { extensions in
            extensions.add("credProtect") { $0.integer(2) }
            extensions.add("credBlob") { $0.byteString([1]) }
            extensions.add("minPinLength") { $0.boolean(true) }
            extensions.add("hmac-secret") { $0.boolean(true) }
        }
        var using = Request.getAssertion(allowing: [registration.id])
        let salts = try session.hmacSecret(salts: [UInt8](repeating: 1, count: 64))
        using.setExtensions { $0.add("hmac-secret") { $0.item(encoded: salts.encoded[...]) } }
        var blobs = Request(0x0c)
        blobs[1] = .number(100)
        blobs[3] = .number(0)
        let token = try platform.token("1234", PINSession.credentialManagement | PINSession.configuration)
        return [
            making.message, using.message, blobs.message, try session.getToken("1234").message,
            try session.changePIN("1234", to: "4321").message, token.manage(1).message, token.manage(2).message,
            token.configure(2).message, Request.getInfo.message, Request.getNextAssertion.message,
            Request.reset.message, Request.selection.message,
        ]
    }

    @Test(arguments: [UInt64(1), 2]) func spoiltRequestsAreAnswered(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var platform = try Platform()
        let seeds = try Self.seeds(&platform)
        for turn in 0..<4000 {
            var message = seeds[turn % seeds.count]
            for _ in 0...Int.random(in: 0...3, using: &random) where !message.isEmpty {
                let place = Int.random(in: message.indices, using: &random)
                switch UInt8.random(in: 0..<5, using: &random) {
                case 0: message[place] = .random(in: .min ... .max, using: &random)
                case 1: message[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: message.remove(at: place)
                case 3: message.insert(.random(in: .min ... .max, using: &random), at: place)
                default: message.removeSubrange(place...)
                }
            }
            #expect(!platform.send(message).isEmpty)
            if turn.isMultiple(of: 500) {
                try platform.losePower()
            }
        }
        // It still is an authenticator.
        #expect(platform.status(Request.getInfo.message) == .success)
    }

    @Test func randomBytesAreAnswered() throws {
        var random = SplitMix64(seed: 7)
        var platform = try Platform()
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...64, using: &random)
            let message = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let command = UInt8.random(in: 1...13, using: &random)
            #expect(!platform.send([command] + message).isEmpty)
        }
    }

    @Test func eventsInAnyOrderAreTaken() throws {
        var random = SplitMix64(seed: 9)
        var platform = try Platform()
        let seeds = try Self.seeds(&platform)
        for _ in 0..<5000 {
            switch UInt8.random(in: 0..<10, using: &random) {
            case 0..<3: _ = platform.begin(seeds[Int.random(in: seeds.indices, using: &random)])
            case 3: _ = platform.touch()
            case 4: _ = platform.refuse()
            case 5: _ = platform.cancel()
            case 6: _ = platform.committed()
            case 7: _ = platform.commitFailed()
            case 8: _ = platform.wake()
            default: platform.pass(milliseconds: .random(in: 0...10_000, using: &random))
            }
        }
        _ = platform.commitFailed()
        _ = platform.cancel()
        #expect(platform.status(Request.getInfo.message) == .success)
    }

    @Test func spoiltStatesAreRefusedOrTaken() throws {
        var random = SplitMix64(seed: 11)
        var platform = try Platform()
        _ = try platform.register(.makeCredential(isDiscoverable: true))
        try platform.setPIN("1234")
        let good = platform.stored
        var refusals = 0
        for _ in 0..<5000 {
            var bytes = good
            bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: .min ... .max, using: &random)
            do throws(AuthenticatorStateError) {
                let state = try AuthenticatorState(encoded: bytes)
                #expect(state.encoded() == bytes)
            } catch {
                refusals += 1
            }
        }
        #expect(refusals > 1000)
    }
}
