package import OTPCore

/// What a key in a container is for, with the parameters its algorithm needs, RFC 6030, section 4.3.4 and 10.
package enum KeyAlgorithm: Equatable, Sendable {
    /// Codes by counter, RFC 4226; the counter is the one the next code is made of.
    case hotp(HashAlgorithm, digits: Int, counter: UInt64)

    /// Codes by time, RFC 6238, from the Unix epoch.
    case totp(HashAlgorithm, digits: Int, clock: KeyClock)

    /// Challenge and response, RFC 6287; the suite as the file has it, and the counter if the suite needs one.
    case ocra(suite: String, counter: UInt64?)

    /// A PIN that is kept beside the key it protects, RFC 6030, section 10.2.
    case pin
}
