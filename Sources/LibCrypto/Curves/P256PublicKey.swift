import CLibCrypto

/// A public key of P-256: a point of the curve other than infinity.
package struct P256PublicKey: Equatable, Hashable, Sendable {
    /// 0x04, x, y; SEC 1, section 2.3.3.
    package let uncompressed: [UInt8]

    /// Takes an uncompressed point; nil for one beside the curve, for infinity and for other forms.
    package init?(uncompressed: Span<UInt8>) {
        guard P256Group.holds(uncompressed) else { return nil }
        self.init(proved: uncompressed.indices.map { index in uncompressed[index] })
    }

    /// Takes the coordinates, 32 bytes each, as COSE has them, RFC 9053, section 7.1.1.
    package init?(x: Span<UInt8>, y: Span<UInt8>) {
        guard x.count == P256.scalarByteCount, y.count == P256.scalarByteCount else { return nil }
        var point: [UInt8] = [0x04]
        point.reserveCapacity(P256.pointByteCount)
        for index in x.indices { point.append(x[index]) }
        for index in y.indices { point.append(y[index]) }
        self.init(uncompressed: point.span)
    }

    init(proved point: [UInt8]) {
        self.uncompressed = point
    }

    /// The first coordinate.
    package var x: [UInt8] { Array(self.uncompressed[1...P256.scalarByteCount]) }

    /// The second coordinate.
    package var y: [UInt8] { Array(self.uncompressed[(1 + P256.scalarByteCount)...]) }

    /// Whether this is a signature of the SHA-256 digest by this key, FIPS 186-5, section 6.4.2; false for wrong DER too.
    ///
    /// - Parameters:
    ///   - signature: In DER.
    ///   - digest: 32 bytes.
    /// - Returns: Whether it is.
    /// - Throws: ``LibCryptoFailure`` if there is no memory for the answer.
    package func isValid(
        encodedSignature signature: Span<UInt8>,
        for digest: Span<UInt8>
    ) throws(LibCryptoFailure) -> Bool {
        guard digest.count == HashFunction.sha256.digestByteCount, !signature.isEmpty else { return false }
        let key = try EVPKey(self)
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else {
            throw LibCryptoFailure("EVP_PKEY_CTX_new_from_pkey")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_verify_init(context) == 1 else { throw LibCryptoFailure("EVP_PKEY_verify_init") }
        let status = unsafe signature.withUnsafeBufferPointer { signature in
            unsafe digest.withUnsafeBufferPointer { digest in
                unsafe EVP_PKEY_verify(
                    context,
                    signature.baseAddress,
                    signature.count,
                    digest.baseAddress,
                    digest.count
                )
            }
        }
        if status != 1 { ERR_clear_error() }
        return status == 1
    }

    /// Whether this is a signature of the SHA-256 digest by this key.
    package func isValid(_ signature: P256Signature, for digest: Span<UInt8>) throws(LibCryptoFailure) -> Bool {
        try self.isValid(encodedSignature: signature.der.span, for: digest)
    }
}
