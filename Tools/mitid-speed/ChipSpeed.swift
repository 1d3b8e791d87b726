import AuthenticatorCrypto
import CTAPHID
import CanonicalCBOR
import CommandLineTool
import FIDOAuthenticator
import FIDOMessages
import LibCrypto

/// An authenticator that answers as fast as it can.
struct ChipSpeed {
    /// How often each is measured.
    private static let turns = 40

    private static let otherCredentials = 100

    private static let rpID = "example.com"
    private static let clientDataHash = [UInt8](repeating: 0xcd, count: 32)

    private var authenticator: Authenticator<LibCryptoEnvironment>

    init() throws {
        let profile = AuthenticatorProfile.full
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        var environment = LibCryptoEnvironment(attestation: try .make(for: profile, under: root))
        guard let state = AuthenticatorState.fresh(from: &environment) else {
            throw UnusableInput("libcrypto has no random numbers")
        }
        self.authenticator = Authenticator(profile: profile, state: state, environment: environment)
    }

    /// Measures makeCredential and getAssertion, each in turns with what it is set beside.
    func figures(rounds: Int) throws -> [Figure] {
        var chip = self
        let registration = Self.makeCredential()
        let assertion = Self.getAssertion(allowing: try chip.registeredID(registration))
        // More than the environment keeps loaded, so that each has to be loaded anew.
        let others = try (0..<Self.otherCredentials).map { _ in
            Self.getAssertion(allowing: try chip.registeredID(registration))
        }
        var next = 0
        let digest = Self.clientDataHash
        var signer = try P256Signer(P256PrivateKey.generate())
        var times = [Duration](repeating: .seconds(1_000_000), count: 5)
        for _ in 0..<Self.turns {
            times[0] = min(times[0], try ProcessorTime.spent(rounds) { _ = try chip.answer(registration) })
            times[1] = min(
                times[1],
                try ProcessorTime.spent(rounds) {
                    _ = try P256PrivateKey.generate().publicKey()
                    _ = try signer.encodedSignature(for: digest.span)
                }
            )
            times[2] = min(times[2], try ProcessorTime.spent(rounds) { _ = try chip.answer(assertion) })
            times[3] = min(
                times[3],
                try ProcessorTime.spent(rounds) { _ = try signer.encodedSignature(for: digest.span) }
            )
            times[4] = min(
                times[4],
                try ProcessorTime.spent(rounds) {
                    _ = try chip.answer(others[next])
                    next = (next + 1) % others.count
                }
            )
        }
        let keyPair = "libcrypto's P-256 key pair and signature"
        let signature = "libcrypto's P-256 signature"
        return [
            Figure("makeCredential", times[0], beside: keyPair, times[1], rounds: rounds),
            Figure("getAssertion", times[2], beside: signature, times[3], rounds: rounds),
            Figure("getAssertion, another credential each time", times[4], beside: signature, times[3], rounds: rounds),
        ]
    }

    /// The answer to a request, touched and stored at once.
    private mutating func answer(_ message: [UInt8]) throws -> [UInt8] {
        let now = Uptime.seconds(1)
        var action = self.authenticator.requestReceived(message, over: .usb, at: now)
        while true {
            switch action {
            case .awaitUserPresence: action = self.authenticator.userPresenceGiven(at: now)
            case .commit: action = self.authenticator.committed(at: now)
            case .reply(let answer) where answer.first == CTAP2StatusCode.success.rawValue: return answer
            case .none, .reply, .replyUserMissing: throw UnusableInput("the authenticator answered \(action)")
            }
        }
    }

    /// Registers once; the credential's ID stands in the authenticator data behind 55 bytes, its length before it.
    private mutating func registeredID(_ registration: [UInt8]) throws -> [UInt8] {
        let answer = try CBORItem(parsing: try self.answer(registration), from: 1).map
        guard let data = answer?[2]?.byteString.map({ [UInt8]($0) }), data.count > 55 else {
            throw UnusableInput("the authenticator made no credential")
        }
        return [UInt8](data[55...].prefix(Int(data[53]) << 8 | Int(data[54])))
    }

    private static func makeCredential() -> [UInt8] {
        var writer = CBORWriter(after: [CTAP2Command.makeCredential.rawValue])
        writer.map { parameters in
            parameters.add(1) { $0.byteString(Self.clientDataHash) }
            parameters.add(2) { value in
                value.map { entity in
                    entity.add("id") { $0.textString(Self.rpID) }
                    entity.add("name") { $0.textString("Example") }
                }
            }
            parameters.add(3) { value in
                value.map { entity in
                    entity.add("id") { $0.byteString([UInt8](repeating: 1, count: 32)) }
                    entity.add("name") { $0.textString("anna@example.com") }
                    entity.add("displayName") { $0.textString("Anna") }
                }
            }
            parameters.add(4) { value in
                value.array(count: 1)
                value.map { entry in
                    entry.add("alg") { $0.integer(COSEAlgorithm.es256.rawValue) }
                    entry.add("type") { $0.textString("public-key") }
                }
            }
        }
        return writer.bytes
    }

    private static func getAssertion(allowing id: [UInt8]) -> [UInt8] {
        var writer = CBORWriter(after: [CTAP2Command.getAssertion.rawValue])
        writer.map { parameters in
            parameters.add(1) { $0.textString(Self.rpID) }
            parameters.add(2) { $0.byteString(Self.clientDataHash) }
            parameters.add(3) { value in
                value.array(count: 1)
                value.map { entry in
                    entry.add("id") { $0.byteString(id) }
                    entry.add("type") { $0.textString("public-key") }
                }
            }
        }
        return writer.bytes
    }
}
