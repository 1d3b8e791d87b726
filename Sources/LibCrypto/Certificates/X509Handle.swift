import CLibCrypto

/// A certificate as libcrypto holds it.
///
/// `@safe`: the certificate is owned and set once.
@safe
struct X509Handle: ~Copyable {
    /// For calls into libcrypto while this value lives, and not to be kept.
    @unsafe let pointer: OpaquePointer

    /// Takes over a certificate that a libcrypto function made.
    @unsafe
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    /// Reads a certificate in DER; nil for anything else, and for bytes after it.
    init?(der: Span<UInt8>) {
        let parsed: OpaquePointer? = unsafe der.withUnsafeBufferPointer { bytes in
            var cursor = bytes.baseAddress
            guard let parsed = unsafe d2i_X509(nil, &cursor, bytes.count) else {
                ERR_clear_error()
                return nil
            }
            guard unsafe cursor == bytes.baseAddress.map({ start in unsafe start + bytes.count }) else {
                unsafe X509_free(parsed)
                return nil
            }
            return unsafe parsed
        }
        guard let parsed = unsafe parsed else { return nil }
        unsafe self.pointer = parsed
    }

    deinit {
        unsafe X509_free(self.pointer)
    }

    /// The certificate in DER.
    func der() throws(LibCryptoFailure) -> [UInt8] {
        let count = unsafe i2d_X509(self.pointer, nil)
        guard count > 0 else { throw LibCryptoFailure("i2d_X509") }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        let pointer = unsafe self.pointer
        let written = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            var cursor = bytes.baseAddress
            return unsafe i2d_X509(pointer, &cursor)
        }
        guard written == count else { throw LibCryptoFailure("i2d_X509") }
        return bytes
    }
}
