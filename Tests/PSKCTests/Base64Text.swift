import LibCrypto

/// The Base64 of bytes, as a test writes it into a container.
func base64(_ bytes: [UInt8]) -> String {
    String(decoding: Base64.encode(bytes.span), as: UTF8.self)
}
