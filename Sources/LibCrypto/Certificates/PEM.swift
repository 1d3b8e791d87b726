import CLibCrypto

/// Textual encodings of keys and certificates, RFC 7468: the files that people have.
package enum PEM {
    /// The most certificates that are read out of one text.
    private static let certificateLimit = 1000

    /// The certificates in a text, in its order; what stands between them is skipped.
    package static func certificates(in text: Span<UInt8>) throws(PEMError) -> [Certificate] {
        guard let input = unsafe Self.reader(of: text) else { throw .library(LibCryptoFailure("BIO_new_mem_buf")) }
        defer { unsafe BIO_free(input) }
        var certificates: [Certificate] = []
        while let read = unsafe PEM_read_bio_X509(input, nil, { _, _, _, _ in -1 }, nil) {
            let handle = unsafe X509Handle(owning: read)
            guard certificates.count < Self.certificateLimit, let der = try? handle.der(),
                let certificate = Certificate(der: der.span)
            else { throw .damagedCertificate(number: certificates.count + 1) }
            certificates.append(certificate)
        }
        let isAtEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
        ERR_clear_error()
        guard isAtEnd else { throw .damagedCertificate(number: certificates.count + 1) }
        guard !certificates.isEmpty else { throw .noCertificate }
        return certificates
    }

    /// The private key of P-256 in a text, in the form of RFC 5958 or RFC 5915.
    package static func privateKey(in text: Span<UInt8>) throws(PEMError) -> P256PrivateKey {
        guard let input = unsafe Self.reader(of: text) else { throw .library(LibCryptoFailure("BIO_new_mem_buf")) }
        defer { unsafe BIO_free(input) }
        // Without a function of ours libcrypto asks for a password at the terminal.
        guard let read = unsafe PEM_read_bio_PrivateKey(input, nil, { _, _, _, _ in -1 }, nil) else {
            let reason = ERR_GET_REASON(ERR_peek_last_error())
            ERR_clear_error()
            throw reason == PEM_R_BAD_PASSWORD_READ ? .encryptedKey : .noKey
        }
        let key = unsafe EVPKey(owning: read)
        guard let scalar = key.p256Scalar() else { throw .foreignKey }
        let made = scalar.withBytes { scalar in P256PrivateKey(scalar: scalar) }
        guard let made else { throw .foreignKey }
        return made
    }

    /// The text of a private key, RFC 5958, not encrypted.
    package static func text(of key: borrowing P256PrivateKey) throws(LibCryptoFailure) -> SecretBytes {
        let point = try key.publicKey()
        let loaded = try key.withScalar { scalar throws(LibCryptoFailure) in
            try EVPKey(p256Scalar: scalar, point: point)
        }
        guard let output = unsafe BIO_new(BIO_s_secmem()) else { throw LibCryptoFailure("BIO_new") }
        defer { unsafe BIO_free(output) }
        guard unsafe PEM_write_bio_PKCS8PrivateKey(output, loaded.pointer, nil, nil, 0, nil, nil) == 1 else {
            throw LibCryptoFailure("PEM_write_bio_PKCS8PrivateKey")
        }
        return try SecretBytes(count: unsafe BIO_ctrl_pending(output)) { text throws(LibCryptoFailure) in
            let count = unsafe text.withUnsafeMutableBufferPointer { text in
                unsafe BIO_read(output, text.baseAddress, Int32(clamping: text.count))
            }
            guard Int(count) == text.count else { throw LibCryptoFailure("BIO_read") }
        }
    }

    /// The text of certificates, one after the other.
    package static func text(of certificates: [Certificate]) -> String {
        certificates.map { certificate in
            let characters = Base64.encode(certificate.der.span)
            let lines = stride(from: 0, to: characters.count, by: 64).map { start in
                String(decoding: characters[start..<min(start + 64, characters.count)], as: UTF8.self) + "\n"
            }
            return "-----BEGIN CERTIFICATE-----\n\(lines.joined())-----END CERTIFICATE-----\n"
        }.joined()
    }

    private static func reader(of text: Span<UInt8>) -> OpaquePointer? {
        guard let output = unsafe BIO_new(BIO_s_secmem()) else { return nil }
        let written = unsafe text.withUnsafeBufferPointer { text in
            unsafe text.isEmpty ? 0 : BIO_write(output, text.baseAddress, Int32(clamping: text.count))
        }
        guard Int(written) == text.count else {
            unsafe BIO_free(output)
            return nil
        }
        return unsafe output
    }
}
