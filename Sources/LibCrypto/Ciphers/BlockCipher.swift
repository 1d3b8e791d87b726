/// The block ciphers that key containers are encrypted with.
package enum BlockCipher: Sendable, CaseIterable {
    case aes128
    case aes192
    case aes256
    case tripleDES
    case camellia128
    case camellia192
    case camellia256

    /// The length of a key in bytes; a Triple DES key may also be of 16, for two keys of which the first is used twice.
    package var keyByteCount: Int {
        switch self {
        case .aes128, .camellia128: 16
        case .aes192, .camellia192, .tripleDES: 24
        case .aes256, .camellia256: 32
        }
    }

    /// The length of a block in bytes.
    package var blockByteCount: Int { self == .tripleDES ? 8 : 16 }

    /// The name in libcrypto's default provider.
    func providerName(mode: CipherMode) -> String {
        let base =
            switch self {
            case .aes128: "AES-128"
            case .aes192: "AES-192"
            case .aes256: "AES-256"
            case .tripleDES: "DES-EDE3"
            case .camellia128: "CAMELLIA-128"
            case .camellia192: "CAMELLIA-192"
            case .camellia256: "CAMELLIA-256"
            }
        return mode == .cbc ? "\(base)-CBC" : "\(base)-ECB"
    }
}

/// How blocks are joined: chained for data, or one at a time for the key wrap algorithms.
enum CipherMode {
    case cbc
    case ecb
}
