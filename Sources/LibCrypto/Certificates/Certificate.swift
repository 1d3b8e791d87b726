import CLibCrypto

/// An X.509 certificate, RFC 5280: its bytes, and what verifiers of attestations look at.
package struct Certificate: Equatable, Sendable {
    /// The certificate as it was given.
    package let der: [UInt8]

    /// The version as people count: 3 for all that have extensions.
    package let version: Int

    /// The subject as RFC 2253 writes names.
    package let subject: String

    /// The key that is certified; nil if it is no key of P-256.
    package let publicKey: P256PublicKey?

    /// Whether the key may sign certificates, RFC 5280, section 4.2.1.9.
    package let isAuthority: Bool

    /// Reads a certificate in DER; nil for anything else, and for bytes after it.
    package init?(der: Span<UInt8>) {
        guard let parsed = X509Handle(der: der), let subject = Self.subject(of: parsed) else { return nil }
        self.der = der.indices.map { index in der[index] }
        self.version = unsafe X509_get_version(parsed.pointer) + 1
        self.subject = subject
        self.publicKey = Self.publicKey(of: parsed)
        self.isAuthority = unsafe X509_check_ca(parsed.pointer) == 1
        ERR_clear_error()
    }

    /// The values of one attribute of the subject, RFC 5280, section 4.1.2.6, as UTF-8 text.
    package func subjectValues(of attribute: SubjectAttribute) -> [String] {
        guard let parsed = X509Handle(der: self.der.span) else { return [] }
        guard let name = unsafe X509_get_subject_name(parsed.pointer) else { return [] }
        var values: [String] = []
        var position: Int32 = -1
        while true {
            position = unsafe X509_NAME_get_index_by_NID(name, attribute.identifier, position)
            guard position >= 0 else { return values }
            let text = unsafe X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, position))
            var bytes: UnsafeMutablePointer<UInt8>?
            let count = unsafe ASN1_STRING_to_UTF8(&bytes, text)
            guard count >= 0, let start = unsafe bytes else {
                ERR_clear_error()
                continue
            }
            let buffer = unsafe UnsafeBufferPointer(start: start, count: Int(count))
            unsafe values.append(String(decoding: buffer, as: UTF8.self))
            unsafe CRYPTO_free(start, nil, 0)
        }
    }

    /// The extension of this object identifier, in dotted digits.
    package func certificateExtension(_ objectIdentifier: String) -> CertificateExtension? {
        guard let parsed = X509Handle(der: self.der.span) else { return nil }
        guard let object = unsafe OBJ_txt2obj(objectIdentifier, 1) else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe ASN1_OBJECT_free(object) }
        let position = unsafe X509_get_ext_by_OBJ(parsed.pointer, object, -1)
        guard position >= 0, let found = unsafe X509_get_ext(parsed.pointer, position),
            let data = unsafe X509_EXTENSION_get_data(found)
        else { return nil }
        let count = unsafe ASN1_STRING_length(data)
        let buffer = unsafe UnsafeBufferPointer(start: ASN1_STRING_get0_data(data), count: Int(count))
        return unsafe CertificateExtension(
            objectIdentifier: objectIdentifier,
            isCritical: X509_EXTENSION_get_critical(found) == 1,
            value: Array(buffer)
        )
    }

    private static func subject(of certificate: borrowing X509Handle) -> String? {
        guard let output = unsafe BIO_new(BIO_s_mem()) else { return nil }
        defer { unsafe BIO_free(output) }
        let name = unsafe X509_get_subject_name(certificate.pointer)
        guard unsafe X509_NAME_print_ex(output, name, 0, nameFlagsRFC2253) >= 0 else { return nil }
        var text = [UInt8](repeating: 0, count: 512)
        let count = unsafe text.withUnsafeMutableBytes { text in
            unsafe BIO_read(output, text.baseAddress, Int32(clamping: text.count))
        }
        return String(decoding: text.prefix(Int(max(count, 0))), as: UTF8.self)
    }

    private static func publicKey(of certificate: borrowing X509Handle) -> P256PublicKey? {
        guard let key = unsafe X509_get0_pubkey(certificate.pointer) else { return nil }
        var point = [UInt8](repeating: 0, count: P256.pointByteCount)
        let isPoint = unsafe point.withUnsafeMutableBufferPointer { point in
            var count = 0
            let status = unsafe EVP_PKEY_get_octet_string_param(key, "pub", point.baseAddress, point.count, &count)
            return status == 1 && count == point.count
        }
        guard isPoint, unsafe EVP_PKEY_is_a(key, "EC") == 1 else { return nil }
        return P256PublicKey(uncompressed: point.span)
    }
}
