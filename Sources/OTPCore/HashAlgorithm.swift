/// The hash functions that HOTP, TOTP and OCRA are defined over.
///
/// RFC 4226 uses SHA-1; RFC 6238, section 1.2, and RFC 6287, section 6.1, add SHA-256 and SHA-512.
public enum HashAlgorithm: UInt8, Sendable, CaseIterable {
    case sha1
    case sha256
    case sha512

    /// The length of a digest in bytes: 20, 32 or 64.
    public var digestByteCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// The length of the blocks the function works on in bytes: 64, 64 or 128.
    ///
    /// RFC 2104's *B*.
    public var blockByteCount: Int {
        switch self {
        case .sha1, .sha256: 64
        case .sha512: 128
        }
    }
}
