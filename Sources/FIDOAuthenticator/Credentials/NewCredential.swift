import FIDOMessages

/// A credential that was just made.
struct NewCredential: Sendable {
    var id: [UInt8]
    var keyPair: KeyPair
    var algorithm: COSEAlgorithm
}
