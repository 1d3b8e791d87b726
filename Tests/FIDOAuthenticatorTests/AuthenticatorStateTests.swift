import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// What an authenticator leaves on the disk.
struct AuthenticatorStateTests {
    private var everything: AuthenticatorState {
        var state = AuthenticatorState(masterSecret: [UInt8](0..<32), signatureCounter: 70_000)
        state.pin = StoredPIN(hash: [UInt8](repeating: 7, count: 16), codePointCount: 6)
        state.pinRetries = 3
        state.mustChangePIN = true
        state.minimumPINLength = 6
        state.minimumPINLengthRPIDs = [[UInt8]("mitid.dk".utf8)]
        state.alwaysRequiresUserVerification = true
        state.isEnterpriseAttestationEnabled = true
        state.credentials = [
            DiscoverableCredential(
                id: [1, 2, 3],
                rpID: [UInt8]("mitid.dk".utf8),
                rpIDHash: [UInt8](repeating: 9, count: 32),
                user: UserEntity(id: [4], name: [UInt8]("anna".utf8)),
                protection: .userVerificationRequired,
                blob: [5],
                hasLargeBlobKey: true
            )
        ]
        return state
    }

    @Test func whatIsEncodedComesBack() throws {
        #expect(try AuthenticatorState(encoded: self.everything.encoded()) == self.everything)
        let new = AuthenticatorState(masterSecret: [UInt8](repeating: 1, count: 32))
        #expect(try AuthenticatorState(encoded: new.encoded()) == new)
    }

    @Test func aStateCutAnywhereIsRefused() {
        let bytes = self.everything.encoded()
        for count in bytes.indices {
            #expect(throws: AuthenticatorStateError.malformed(CBORError(.truncated, at: count))) {
                try AuthenticatorState(encoded: [UInt8](bytes[..<count]))
            }
        }
    }

    @Test func aMemberThatNoStateCanHaveIsNamed() throws {
        for (key, value, error) in [
            (Int64(0), Parameter.number(2), AuthenticatorStateError.unknownVersion),
            (1, .bytes([1, 2, 3]), .invalidMember(key: 1)), (2, .number(1 << 32), .invalidMember(key: 2)),
            (3, .bytes([1]), .invalidMember(key: 3)), (4, .number(64), .invalidMember(key: 4)),
            (5, .number(9), .invalidMember(key: 5)), (7, .number(3), .invalidMember(key: 7)),
            (8, .texts(["a"]), nil), (11, .texts(["a"]), .invalidMember(key: 11)),
            (12, .bytes([0x80]), .invalidMember(key: 12)),
        ] as [(Int64, Parameter, AuthenticatorStateError?)] {
            let members = try #require(try CBORItem(parsing: self.everything.encoded()).map)
            var writer = CBORWriter()
            writer.map { map in
                for member in members {
                    let replaced = member.key.integer == key ? value.encoded[...] : member.value.encoded
                    map.add(member.key.integer ?? 0) { $0.item(encoded: replaced) }
                }
            }
            let bytes = writer.bytes
            if let error {
                #expect(throws: error) { try AuthenticatorState(encoded: bytes) }
            } else {
                #expect(try AuthenticatorState(encoded: bytes).encoded() == bytes)
            }
        }
    }

    @Test func itsDescriptionTellsNoSecret() {
        #expect("\(self.everything)" == "1 credentials, counter 70000, PIN")
    }
}
