package import LibCrypto

/// Why a key cannot be written.
package enum PSKCWriterError: Error, Equatable, Sendable {
    /// A secret of no or of more than 128 bytes.
    case secretLength(Int)

    /// A code length that HOTP and TOTP do not have.
    case digits(Int)

    /// The secret could not be encrypted.
    case encryption(CipherError)
}
