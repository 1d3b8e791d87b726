/// Why a key and certificates are no attestation identity.
package enum AttestationIdentityError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no certificate for the key.
    case noCertificate

    /// The first certificate is not the key's.
    case otherKey

    /// The text of the certificates could not be read.
    case chain(PEMError)

    /// The text of the key could not be read.
    case key(PEMError)

    /// The library refused.
    case library(LibCryptoFailure)

    package var description: String {
        switch self {
        case .noCertificate: "an attestation key needs a certificate"
        case .otherKey: "the first attestation certificate belongs to another key"
        case .chain(let error): "the attestation certificates' file \(error)"
        case .key(let error): "the attestation key's file \(error)"
        case .library(let failure): failure.description
        }
    }
}
