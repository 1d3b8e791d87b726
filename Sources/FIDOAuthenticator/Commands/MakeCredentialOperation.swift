/// A makeCredential on its way: what its checks have found so far.
struct MakeCredentialOperation: Sendable {
    let request: MakeCredentialRequest
    let rpIDHash: [UInt8]
    var isUserVerified = false
    var attestation = AttestationKind.batch
}
