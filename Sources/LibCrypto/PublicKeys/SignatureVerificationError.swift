/// Why a signature could not be looked at.
package enum SignatureVerificationError: Error, Equatable, Sendable {
    /// An RSA signature and a key of another kind, or likewise for ECDSA.
    case otherKindOfKey

    /// The library refused.
    case library(LibCryptoFailure)
}
