import CLibCrypto

/// Whether certificates lead to one that is trusted, RFC 5280, section 6.
package enum CertificateChain {
    /// Whether each certificate is signed by the next one and the last by a root, all valid at this time.
    ///
    /// - Parameters:
    ///   - chain: The certificate in question first, then whatever leads upwards, in any order.
    ///   - roots: The certificates that are trusted, which need not be signed by themselves, as Web Authentication
    ///     level 3, section 7.1, step 24 allows.
    ///   - time: Seconds since 1970-01-01T00:00:00Z.
    /// - Returns: Whether they do.
    /// - Throws: ``LibCryptoFailure`` if there is no memory for the answer.
    package static func isTrusted(
        _ chain: [Certificate],
        under roots: [Certificate],
        at time: Int
    ) throws(LibCryptoFailure) -> Bool {
        guard let first = chain.first, let leaf = X509Handle(der: first.der.span) else { return false }
        guard let store = unsafe X509_STORE_new() else { throw LibCryptoFailure("X509_STORE_new") }
        defer { unsafe X509_STORE_free(store) }
        for root in roots {
            guard let root = X509Handle(der: root.der.span), unsafe X509_STORE_add_cert(store, root.pointer) == 1 else {
                throw LibCryptoFailure("X509_STORE_add_cert")
            }
        }
        guard let others = unsafe OPENSSL_sk_new_null() else { throw LibCryptoFailure("OPENSSL_sk_new_null") }
        // The stack holds one reference to each of its certificates.
        defer { unsafe freeCertificates(others) }
        for other in chain.dropFirst() {
            guard let other = X509Handle(der: other.der.span) else { return false }
            guard unsafe X509_add_cert(others, other.pointer, X509_ADD_FLAG_UP_REF) == 1 else {
                throw LibCryptoFailure("X509_add_cert")
            }
        }
        guard let context = unsafe X509_STORE_CTX_new() else { throw LibCryptoFailure("X509_STORE_CTX_new") }
        defer { unsafe X509_STORE_CTX_free(context) }
        guard unsafe X509_STORE_CTX_init(context, store, leaf.pointer, others) == 1 else {
            throw LibCryptoFailure("X509_STORE_CTX_init")
        }
        unsafe X509_STORE_CTX_set_flags(context, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        unsafe X509_STORE_CTX_set_time(context, 0, time)
        let isTrusted = unsafe X509_verify_cert(context) == 1
        ERR_clear_error()
        return isTrusted
    }
}
