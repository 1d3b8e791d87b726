import CLibCrypto

/// The group that points are computed in, made once: making it costs as much as a multiplication.
///
/// `@safe`: nobody writes to the group after it was made, so threads share it.
@safe
struct P256Group: @unchecked Sendable {
    private static let shared = P256Group()

    private let group: OpaquePointer?

    private init() {
        unsafe self.group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)
    }

    /// The point d * G, uncompressed; the scalar must have been found to be one.
    static func publicPoint(of scalar: Span<UInt8>) throws(LibCryptoFailure) -> [UInt8] {
        guard let group = unsafe Self.shared.group, let point = unsafe EC_POINT_new(group) else {
            throw LibCryptoFailure("EC_POINT_new")
        }
        defer { unsafe EC_POINT_free(point) }
        let number = unsafe scalar.withUnsafeBufferPointer { scalar in
            unsafe BN_bin2bn(scalar.baseAddress, Int32(clamping: scalar.count), BN_secure_new())
        }
        guard let number = unsafe number else { throw LibCryptoFailure("BN_bin2bn") }
        defer { unsafe BN_clear_free(number) }
        unsafe BN_set_flags(number, BN_FLG_CONSTTIME)
        guard unsafe EC_POINT_mul(group, point, number, nil, nil, nil) == 1 else {
            throw LibCryptoFailure("EC_POINT_mul")
        }
        var bytes = [UInt8](repeating: 0, count: P256.pointByteCount)
        let written = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe EC_POINT_point2oct(
                group,
                point,
                POINT_CONVERSION_UNCOMPRESSED,
                bytes.baseAddress,
                bytes.count,
                nil
            )
        }
        guard written == P256.pointByteCount else { throw LibCryptoFailure("EC_POINT_point2oct") }
        return bytes
    }

    /// Whether these bytes are an uncompressed point of the curve other than infinity, SEC 1, section 3.2.2.1.
    static func holds(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count == P256.pointByteCount, bytes[0] == 0x04 else { return false }
        guard let group = unsafe Self.shared.group, let point = unsafe EC_POINT_new(group) else { return false }
        defer { unsafe EC_POINT_free(point) }
        let isOnCurve = unsafe bytes.withUnsafeBufferPointer { bytes in
            // Refuses coordinates that are not below the prime and points beside the curve.
            unsafe EC_POINT_oct2point(group, point, bytes.baseAddress, bytes.count, nil) == 1
        }
        if !isOnCurve { ERR_clear_error() }
        return isOnCurve
    }
}
