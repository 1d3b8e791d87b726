import CLibCrypto

extension Certificate {
    /// Reads a certificate in DER or the first one of a text in PEM; nil for anything else.
    package init?(file: Span<UInt8>) {
        if let certificate = Certificate(der: file) {
            self = certificate
        } else if let certificate = try? PEM.certificates(in: file).first {
            self = certificate
        } else {
            return nil
        }
    }

    /// Whether the holder of its private key has signed the message; issuer and dates of the certificate are not looked at.
    ///
    /// - Parameters:
    ///   - signature: As XML Signature has it: for ECDSA the two numbers of equal length, one after the other.
    ///   - message: What was signed.
    ///   - algorithm: How.
    /// - Returns: False for a wrong signature, whatever is wrong with it.
    /// - Throws: ``SignatureVerificationError``.
    package func isValid(
        _ signature: Span<UInt8>,
        of message: Span<UInt8>,
        by algorithm: SignatureAlgorithm
    ) throws(SignatureVerificationError) -> Bool {
        guard let parsed = X509Handle(der: self.der.span), let key = unsafe X509_get0_pubkey(parsed.pointer) else {
            throw .library(LibCryptoFailure("X509_get0_pubkey"))
        }
        let isOfKind = unsafe EVP_PKEY_is_a(key, algorithm.scheme == .rsa ? "RSA" : "EC") == 1
        guard isOfKind else { throw .otherKindOfKey }
        var encoded = [UInt8]()
        switch algorithm.scheme {
        case .rsa:
            for index in signature.indices { encoded.append(signature[index]) }
        case .ecdsa:
            let numberByteCount = Int(unsafe EVP_PKEY_get_bits(key) + 7) / 8
            guard signature.count == 2 * numberByteCount, let sequence = Self.sequence(of: signature) else {
                return false
            }
            encoded = sequence
        }
        guard let context = unsafe EVP_MD_CTX_new() else { throw .library(LibCryptoFailure("EVP_MD_CTX_new")) }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit(context, nil, algorithm.hash.description, nil, key) == 1 else {
            throw .library(LibCryptoFailure("EVP_DigestVerifyInit"))
        }
        let status = unsafe encoded.withUnsafeBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestVerify(
                    context,
                    signature.baseAddress,
                    signature.count,
                    message.baseAddress,
                    message.count
                )
            }
        }
        // Below zero is a signature whose form is wrong.
        ERR_clear_error()
        return status == 1
    }

    /// The two numbers of an ECDSA signature as the SEQUENCE that libcrypto takes, RFC 3279, section 2.2.3.
    private static func sequence(of signature: Span<UInt8>) -> [UInt8]? {
        let half = Int32(truncatingIfNeeded: signature.count / 2)
        return unsafe signature.withUnsafeBufferPointer { bytes -> [UInt8]? in
            guard let base = bytes.baseAddress, let pair = unsafe ECDSA_SIG_new() else { return nil }
            defer { unsafe ECDSA_SIG_free(pair) }
            let r = unsafe BN_bin2bn(base, half, nil)
            let s = unsafe BN_bin2bn(base + Int(half), half, nil)
            guard unsafe ECDSA_SIG_set0(pair, r, s) == 1 else {
                unsafe BN_free(r)
                unsafe BN_free(s)
                return nil
            }
            var sequence = [UInt8](repeating: 0, count: Int(unsafe i2d_ECDSA_SIG(pair, nil)))
            let written = unsafe sequence.withUnsafeMutableBufferPointer { sequence in
                var cursor = sequence.baseAddress
                return unsafe i2d_ECDSA_SIG(pair, &cursor)
            }
            return Int(written) == sequence.count ? sequence : nil
        }
    }
}
