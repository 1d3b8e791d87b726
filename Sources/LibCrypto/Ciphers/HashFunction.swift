import CLibCrypto

/// The hash functions that HMAC and PBKDF2 are used with in files: SHA-1 and the SHA-2 family, FIPS 180-4.
package enum HashFunction: Sendable, CaseIterable {
    case sha1
    case sha224
    case sha256
    case sha384
    case sha512

    /// The length of a digest in bytes.
    package var digestByteCount: Int {
        switch self {
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The name in libcrypto's default provider.
    var providerName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha224: "SHA2-224"
        case .sha256: "SHA2-256"
        case .sha384: "SHA2-384"
        case .sha512: "SHA2-512"
        }
    }

    /// A description that libcrypto keeps for as long as the process runs.
    var description: OpaquePointer? {
        switch self {
        case .sha1: unsafe EVP_sha1()
        case .sha224: unsafe EVP_sha224()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        }
    }
}
