/// A makeCredential that was found good and waits for the user.
struct MakeCredentialOperation: Sendable {
    let request: MakeCredentialRequest
    let rpIDHash: [UInt8]
    let isUserVerified: Bool
    let attestation: AttestationKind
}
