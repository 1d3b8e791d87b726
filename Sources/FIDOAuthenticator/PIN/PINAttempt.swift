import FIDOMessages

/// A PIN that was brought, and what it is to be good for.
struct PINAttempt: Sendable {
    let secret: PINSecret

    /// The first 16 bytes of its SHA-256, still encrypted.
    let encryptedHash: [UInt8]

    let purpose: Purpose

    enum Purpose: Sendable {
        /// A new PIN, still encrypted; CTAP 2.1, section 6.5.5.6.
        case change(encryptedPIN: [UInt8])
        /// A token with what every token of getPinToken permits, section 6.5.5.7.1.
        case defaultToken
        /// A token with permissions, section 6.5.5.7.2.
        case token(PINPermissions, rpID: [UInt8]?)
    }
}
