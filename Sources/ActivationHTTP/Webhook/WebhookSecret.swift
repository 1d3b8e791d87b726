import LibCrypto

/// What a receiver knows that a message comes from here: Standard Webhooks 1.0.0, a symmetric key.
package final class WebhookSecret: Sendable {
    let bytes: SecretBytes

    /// Reads `whsec_` and the Base64 of 24 to 64 bytes; nil for anything else.
    package init?(_ text: String) {
        let prefix = "whsec_"
        guard text.hasPrefix(prefix), var bytes = Base64.decode(text.dropFirst(prefix.count).utf8.span) else {
            return nil
        }
        defer { bytes.wipe() }
        guard (24...64).contains(bytes.count) else { return nil }
        self.bytes = SecretBytes(copying: bytes.span)
    }
}
