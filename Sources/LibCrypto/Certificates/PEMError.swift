/// Why a text in PEM could not be used.
package enum PEMError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no certificate in it.
    case noCertificate

    /// The certificate of this number, counted from one, is damaged.
    case damagedCertificate(number: Int)

    /// There is no private key in it.
    case noKey

    /// The private key is encrypted.
    case encryptedKey

    /// The private key is not one of P-256.
    case foreignKey

    /// The library refused.
    case library(LibCryptoFailure)

    package var description: String {
        switch self {
        case .noCertificate: "holds no certificate in PEM"
        case .damagedCertificate(let number): "holds a damaged certificate, number \(number)"
        case .noKey: "holds no private key in PEM"
        case .encryptedKey: "holds a private key that is encrypted; decrypt it first"
        case .foreignKey: "holds a private key that is not one of P-256"
        case .library(let failure): failure.description
        }
    }
}
