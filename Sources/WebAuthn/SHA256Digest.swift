import LibCrypto

/// SHA-256 of what stands one after the other.
enum SHA256Digest {
    static func of(_ parts: [UInt8]...) throws(WebAuthnRefusal) -> [UInt8] {
        let bytes = parts.flatMap(\.self)
        do {
            return try HashFunction.sha256.digest(of: bytes.span)
        } catch {
            throw .unavailable
        }
    }
}
