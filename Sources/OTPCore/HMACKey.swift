/// A secret made ready for HMAC, RFC 2104: the states after the inner and the outer padded key.
///
/// Made once per secret, it saves two of the four blocks that every further code would cost, and it knows its hash
/// function, so that a secret cannot be used with another one by mistake. It is as secret as the secret itself.
public struct HMACKey: ~Copyable, Sendable {
    enum Midstates: Sendable {
        case sha1(inner: SHA1.ChainingValue, outer: SHA1.ChainingValue)
        case sha256(inner: SHA256.ChainingValue, outer: SHA256.ChainingValue)
        case sha512(inner: SHA512.ChainingValue, outer: SHA512.ChainingValue)
    }

    var midstates: Midstates

    /// The hash function of this key.
    public let algorithm: HashAlgorithm

    /// A key from a shared secret.
    public init(_ secret: borrowing SharedSecret, algorithm: HashAlgorithm) {
        self.algorithm = algorithm
        self.midstates = secret.withBytes { HMACKey.midstates(of: $0, algorithm: algorithm) }
    }

    /// A key from bytes of any length, as RFC 2104, section 2, allows; longer than a block, they are hashed first.
    public init(copying bytes: Span<UInt8>, algorithm: HashAlgorithm) {
        self.algorithm = algorithm
        self.midstates = HMACKey.midstates(of: bytes, algorithm: algorithm)
    }

    /// HMAC of `message`: 20, 32 or 64 bytes.
    public borrowing func authenticationCode(for message: Span<UInt8>) -> Digest {
        switch self.midstates {
        case .sha1(let inner, let outer):
            var hmac = HMAC<SHA1>(inner: inner, outer: outer)
            hmac.update(message)
            return hmac.finalize()
        case .sha256(let inner, let outer):
            var hmac = HMAC<SHA256>(inner: inner, outer: outer)
            hmac.update(message)
            return hmac.finalize()
        case .sha512(let inner, let outer):
            var hmac = HMAC<SHA512>(inner: inner, outer: outer)
            hmac.update(message)
            return hmac.finalize()
        }
    }

    /// Overwrites the key; codes made with it afterwards are worthless.
    public mutating func wipe() {
        self.midstates = .sha512(
            inner: SHA512.ChainingValue(repeating: 0),
            outer: SHA512.ChainingValue(repeating: 0)
        )
        keepStores(of: &self.midstates)
    }

    private static func midstates(of bytes: Span<UInt8>, algorithm: HashAlgorithm) -> Midstates {
        switch algorithm {
        case .sha1:
            let (inner, outer) = HMAC<SHA1>.midstates(of: bytes)
            return .sha1(inner: inner, outer: outer)
        case .sha256:
            let (inner, outer) = HMAC<SHA256>.midstates(of: bytes)
            return .sha256(inner: inner, outer: outer)
        case .sha512:
            let (inner, outer) = HMAC<SHA512>.midstates(of: bytes)
            return .sha512(inner: inner, outer: outer)
        }
    }
}
