/// Why a text could not be encrypted or decrypted; the same whatever part of the bytes was wrong.
package enum CipherError: Error, Equatable, Sendable {
    /// A key of another length than the cipher takes.
    case keyLength(Int)

    /// A text that is not a whole number of blocks, or too short.
    case textLength(Int)

    /// The padding or the integrity check of the decrypted text is wrong: another key, or a changed text.
    case damaged

    /// The library refused.
    case library(LibCryptoFailure)
}
