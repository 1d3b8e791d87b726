/// What a container asks of the PIN of a key, RFC 6030, section 5.1.
package struct PINPolicy: Equatable, Sendable {
    /// The Id of the key in the same container that holds the PIN.
    package var keyID: String?

    /// How the PIN is used: `Local`, `Prepend`, `Append` or `Algorithmic`.
    package var usageMode: String?

    /// Wrong PINs in a row before the key may no longer be used.
    package var maximumFailedAttempts: UInt32?

    /// The least length of the PIN.
    package var minimumLength: UInt32?

    /// The greatest length of the PIN.
    package var maximumLength: UInt32?

    /// Its alphabet: `DECIMAL`, `HEXADECIMAL`, `ALPHANUMERIC` ...
    package var encoding: String?

    package init() {}
}
