import CLibCrypto

/// Whose a certificate is, RFC 5280, section 4.1.2.6: enough to tell a person which private key a file was made for.
package enum CertificateSubject {
    /// The subject of a certificate in DER, as RFC 2253 writes names; nil if the bytes are no certificate.
    package static func name(inCertificate certificate: Span<UInt8>) -> String? {
        unsafe certificate.withUnsafeBufferPointer { bytes in
            var cursor = bytes.baseAddress
            guard let parsed = unsafe d2i_X509(nil, &cursor, bytes.count) else {
                ERR_clear_error()
                return nil
            }
            defer { unsafe X509_free(parsed) }
            guard let output = unsafe BIO_new(BIO_s_mem()) else { return nil }
            defer { unsafe BIO_free(output) }
            guard unsafe X509_NAME_print_ex(output, X509_get_subject_name(parsed), 0, nameFlagsRFC2253) >= 0 else {
                return nil
            }
            var text = [UInt8](repeating: 0, count: 512)
            let count = unsafe text.withUnsafeMutableBytes { text in
                unsafe BIO_read(output, text.baseAddress, Int32(text.count))
            }
            return count > 0 ? String(decoding: text[..<Int(count)], as: UTF8.self) : nil
        }
    }
}
