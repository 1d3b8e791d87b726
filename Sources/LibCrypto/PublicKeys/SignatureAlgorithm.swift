/// How a message was signed.
package struct SignatureAlgorithm: Equatable, Sendable {
    /// The mathematics of it.
    package enum Scheme: Sendable {
        /// RSASSA-PKCS1-v1_5, RFC 8017, section 8.2.
        case rsa

        /// ECDSA, FIPS 186-5, on whatever curve the key is.
        case ecdsa
    }

    package let scheme: Scheme
    package let hash: HashFunction

    package init(_ scheme: Scheme, _ hash: HashFunction) {
        self.scheme = scheme
        self.hash = hash
    }
}
