/// A credential that was just made.
package struct NewCredential: Sendable {
    package var id: [UInt8]
    package var keyPair: KeyPair
    package var algorithm: COSEAlgorithm
}
