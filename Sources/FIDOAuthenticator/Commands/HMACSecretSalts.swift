import FIDOMessages

/// Salts whose seal was good, and the secret to send the outputs back under; CTAP 2.1, section 12.5.
struct HMACSecretSalts: Sendable {
    let secret: PINSecret

    /// One or two salts of 32 bytes.
    let salts: [UInt8]
}
