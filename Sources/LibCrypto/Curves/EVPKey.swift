import CLibCrypto

/// A key as EVP holds it, RFC 5480 or RFC 8410.
///
/// `@safe`: the key is owned and set once; libcrypto wipes it when it goes.
@safe
struct EVPKey: ~Copyable, @unchecked Sendable {
    /// For calls into libcrypto while this value lives, and not to be kept.
    @unsafe let pointer: OpaquePointer

    /// Takes over a key that a libcrypto function made.
    @unsafe
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_PKEY_free(self.pointer)
    }

    /// A private key of P-256; the scalar must have been found to be one.
    init(p256Scalar scalar: Span<UInt8>) throws(LibCryptoFailure) {
        // A number in an OSSL_PARAM stands in the machine's own order.
        let isLittleEndian = 1.littleEndian == 1
        var number = SecretBytes(count: scalar.count) { number in
            for index in scalar.indices { number[isLittleEndian ? scalar.count - 1 - index : index] = scalar[index] }
        }
        self = try number.withMutableBytes { number throws(LibCryptoFailure) in
            let key = unsafe number.withUnsafeMutableBufferPointer { number in
                let parameter = unsafe OSSL_PARAM_construct_BN(
                    Self.name("priv"),
                    number.baseAddress,
                    number.count
                )
                return unsafe Self.p256Key(with: parameter, selection: keyPairSelection)
            }
            guard let key = unsafe key else { throw LibCryptoFailure("EVP_PKEY_fromdata") }
            return unsafe EVPKey(owning: key)
        }
    }

    /// A public key of P-256; refuses what is no point of the curve.
    init(p256Point point: Span<UInt8>) throws(LibCryptoFailure) {
        let key = unsafe point.withUnsafeBufferPointer { point in
            let parameter = unsafe OSSL_PARAM_construct_octet_string(
                Self.name("pub"),
                UnsafeMutableRawPointer(mutating: point.baseAddress),
                point.count
            )
            return unsafe Self.p256Key(with: parameter, selection: publicKeySelection)
        }
        guard let key = unsafe key else { throw LibCryptoFailure("EVP_PKEY_fromdata") }
        unsafe self.init(owning: key)
    }

    private static func p256Key(with parameter: OSSL_PARAM, selection: Int32) -> OpaquePointer? {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let curve = unsafe UnsafeMutableRawPointer(mutating: P256.curveName.utf8Start)
        var parameters = unsafe [
            OSSL_PARAM_construct_utf8_string(
                Self.name("group"),
                curve.assumingMemoryBound(to: CChar.self),
                P256.curveName.utf8CodeUnitCount
            ),
            parameter,
            OSSL_PARAM_construct_end(),
        ]
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_fromdata_init(context) == 1,
            unsafe EVP_PKEY_fromdata(context, &key, selection, &parameters) == 1
        else { return nil }
        return unsafe key
    }

    /// A parameter's name, which must outlive the parameter.
    private static func name(_ name: StaticString) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
