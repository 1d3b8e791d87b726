/// Why a password could not be hashed, or a stored hash not be read.
package enum PasswordHashError: Error, Equatable, Sendable {
    /// The stored line is not `$scrypt$ln=…,r=…,p=…$salt$hash`.
    case malformed

    /// The stored line names another function than scrypt.
    case unknownFunction

    /// The cost is outside what this program is willing to spend.
    case costOutOfBounds

    /// The salt is not of 8 to 64 bytes, or the hash not of 16 to 64.
    case lengthOutOfBounds

    /// The library refused, most likely for want of memory.
    case library(LibCryptoFailure)
}
