import OTPCore

/// What an otpauth:// URI says besides its secret.
struct URIParameters {
    let movingFactor: KeyURI.MovingFactor
    let algorithm: HashAlgorithm
    let digits: Int
}
