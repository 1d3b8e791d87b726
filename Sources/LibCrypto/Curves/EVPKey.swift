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
    ///
    /// - Parameters:
    ///   - scalar: The private number.
    ///   - point: The public key, where it is to be written out; signing and agreeing go without it.
    /// - Throws: ``LibCryptoFailure``.
    init(p256Scalar scalar: Span<UInt8>, point: P256PublicKey? = nil) throws(LibCryptoFailure) {
        // A number in an OSSL_PARAM stands in the machine's own order.
        let isLittleEndian = 1.littleEndian == 1
        var number = SecretBytes(count: scalar.count) { number in
            for index in scalar.indices { number[isLittleEndian ? scalar.count - 1 - index : index] = scalar[index] }
        }
        var point = point?.uncompressed ?? []
        self = try number.withMutableBytes { number throws(LibCryptoFailure) in
            let key = unsafe number.withUnsafeMutableBufferPointer { number in
                unsafe point.withUnsafeMutableBufferPointer { point in
                    var parameters = unsafe [
                        OSSL_PARAM_construct_BN(Self.name("priv"), number.baseAddress, number.count)
                    ]
                    if !point.isEmpty {
                        unsafe parameters.append(
                            OSSL_PARAM_construct_octet_string(Self.name("pub"), point.baseAddress, point.count)
                        )
                    }
                    return unsafe Self.p256Key(with: parameters, selection: keyPairSelection)
                }
            }
            guard let key = unsafe key else { throw LibCryptoFailure("EVP_PKEY_fromdata") }
            return unsafe EVPKey(owning: key)
        }
    }

    /// A public key of P-256.
    init(_ publicKey: P256PublicKey) throws(LibCryptoFailure) {
        var point = publicKey.uncompressed
        let key = unsafe point.withUnsafeMutableBufferPointer { point in
            let parameter = unsafe OSSL_PARAM_construct_octet_string(Self.name("pub"), point.baseAddress, point.count)
            return unsafe Self.p256Key(with: [parameter], selection: publicKeySelection)
        }
        guard let key = unsafe key else { throw LibCryptoFailure("EVP_PKEY_fromdata") }
        unsafe self.init(owning: key)
    }

    /// The private number of a key of P-256; nil for other keys.
    func p256Scalar() -> SecretBytes? {
        defer { ERR_clear_error() }
        var name = [CChar](repeating: 0, count: 80)
        let pointer = unsafe self.pointer
        let isNamed = unsafe name.withUnsafeMutableBufferPointer { name in
            unsafe EVP_PKEY_get_group_name(pointer, name.baseAddress, name.count, nil) == 1
                && OBJ_txt2nid(name.baseAddress) == NID_X9_62_prime256v1
        }
        var number: OpaquePointer?
        guard isNamed, unsafe EVP_PKEY_get_bn_param(pointer, "priv", &number) == 1 else { return nil }
        defer { unsafe BN_clear_free(number) }
        var isWhole = false
        let scalar = SecretBytes(count: P256.scalarByteCount) { scalar in
            isWhole = unsafe scalar.withUnsafeMutableBufferPointer { scalar in
                unsafe BN_bn2binpad(number, scalar.baseAddress, Int32(scalar.count)) == Int32(scalar.count)
            }
        }
        guard isWhole else { return nil }
        return scalar
    }

    private static func p256Key(with key: [OSSL_PARAM], selection: Int32) -> OpaquePointer? {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let curve = unsafe UnsafeMutableRawPointer(mutating: P256.curveName.utf8Start)
        let group = unsafe OSSL_PARAM_construct_utf8_string(
            Self.name("group"),
            curve.assumingMemoryBound(to: CChar.self),
            P256.curveName.utf8CodeUnitCount
        )
        var parameters = unsafe [group] + key + [OSSL_PARAM_construct_end()]
        var made: OpaquePointer?
        guard unsafe EVP_PKEY_fromdata_init(context) == 1,
            unsafe EVP_PKEY_fromdata(context, &made, selection, &parameters) == 1
        else { return nil }
        return unsafe made
    }

    /// A parameter's name, which must outlive the parameter.
    private static func name(_ name: StaticString) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
