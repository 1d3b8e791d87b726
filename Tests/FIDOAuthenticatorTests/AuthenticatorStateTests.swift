import CanonicalCBOR
import FIDOAuthenticator
import Testing

@Suite("Authenticator state")
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

    @Test("What is encoded comes back")
    func roundTrip() throws {
        #expect(try AuthenticatorState(encoded: self.everything.encoded()) == self.everything)
        let new = AuthenticatorState(masterSecret: [UInt8](repeating: 1, count: 32))
        #expect(try AuthenticatorState(encoded: new.encoded()) == new)
    }

    @Test("A state cut anywhere is refused")
    func truncated() {
        let bytes = self.everything.encoded()
        for count in bytes.indices {
            #expect(throws: AuthenticatorStateError.malformed(CBORError(.truncated, at: count))) {
                try AuthenticatorState(encoded: [UInt8](bytes[..<count]))
            }
        }
    }
}
