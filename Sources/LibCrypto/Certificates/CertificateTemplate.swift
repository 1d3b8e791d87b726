import CLibCrypto

/// What a certificate that is made here will say.
struct CertificateTemplate {
    let subject: CertificateName
    let publicKey: P256PublicKey
    let isAuthority: Bool
    let extensions: [CertificateExtension]

    // The bench's clocks can be set to any time, so its certificates are valid at any of them; the end is that of a
    // certificate that has none, RFC 5280, section 4.1.2.5.
    private static let notBefore = "20200101000000Z"
    private static let notAfter = "99991231235959Z"

    /// Signs it; an issuer of its own name is a root.
    func signed(
        by key: borrowing P256PrivateKey,
        issuer: CertificateName
    ) throws(LibCryptoFailure) -> Certificate {
        guard let made = unsafe X509_new() else { throw LibCryptoFailure("X509_new") }
        let certificate = unsafe X509Handle(owning: made)
        let pointer = unsafe certificate.pointer
        guard unsafe X509_set_version(pointer, 2) == 1 else { throw LibCryptoFailure("X509_set_version") }
        try self.setSerialNumber(of: certificate)
        try unsafe Self.write(issuer, into: X509_get_issuer_name(pointer))
        try unsafe Self.write(self.subject, into: X509_get_subject_name(pointer))
        guard unsafe ASN1_TIME_set_string_X509(X509_getm_notBefore(pointer), Self.notBefore) == 1,
            unsafe ASN1_TIME_set_string_X509(X509_getm_notAfter(pointer), Self.notAfter) == 1
        else { throw LibCryptoFailure("ASN1_TIME_set_string_X509") }
        let certified = try EVPKey(self.publicKey)
        guard unsafe X509_set_pubkey(pointer, certified.pointer) == 1 else { throw LibCryptoFailure("X509_set_pubkey") }
        try self.addExtensions(to: certificate, issuerKey: key.publicKey())
        let signing = try key.withScalar { scalar throws(LibCryptoFailure) in try EVPKey(p256Scalar: scalar) }
        guard unsafe X509_sign(pointer, signing.pointer, EVP_sha256()) > 0 else { throw LibCryptoFailure("X509_sign") }
        let der = try certificate.der()
        guard let read = Certificate(der: der.span) else { throw LibCryptoFailure("d2i_X509") }
        return read
    }

    /// 16 random bytes with the highest bit clear and the next one set: positive, and not 0, RFC 5280, section 4.1.2.2.
    private func setSerialNumber(of certificate: borrowing X509Handle) throws(LibCryptoFailure) {
        var serial = try RandomBytes.array(count: 16)
        serial[0] = serial[0] & 0x7F | 0x40
        let number = unsafe BN_bin2bn(serial, Int32(clamping: serial.count), nil)
        defer { unsafe BN_free(number) }
        guard unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.pointer)) != nil else {
            throw LibCryptoFailure("BN_to_ASN1_INTEGER")
        }
    }

    private static func write(_ name: CertificateName, into target: OpaquePointer?) throws(LibCryptoFailure) {
        for (attribute, text) in name.attributes {
            let bytes = Array(text.utf8)
            let added = unsafe X509_NAME_add_entry_by_NID(
                target,
                attribute.identifier,
                MBSTRING_UTF8,
                bytes,
                Int32(clamping: bytes.count),
                -1,
                0
            )
            guard added == 1 else { throw LibCryptoFailure("X509_NAME_add_entry_by_NID") }
        }
    }

    private func addExtensions(
        to certificate: borrowing X509Handle,
        issuerKey: P256PublicKey
    ) throws(LibCryptoFailure) {
        // DER of the sequences { } and { cA TRUE }, and for a root of the bit string keyCertSign, cRLSign.
        let constraints: [UInt8] = self.isAuthority ? [0x30, 0x03, 0x01, 0x01, 0xFF] : [0x30, 0x00]
        var all = [CertificateExtension(objectIdentifier: "2.5.29.19", isCritical: true, value: constraints)]
        if self.isAuthority {
            let usage: [UInt8] = [0x03, 0x02, 0x01, 0x06]
            all.append(CertificateExtension(objectIdentifier: "2.5.29.15", isCritical: true, value: usage))
        }
        // Roots of one name and different keys are told apart by these, RFC 5280, sections 4.2.1.1 and 4.2.1.2.
        let subjectKey = try [0x04, 0x14] + HashFunction.sha1.digest(of: self.publicKey.uncompressed.span)
        let authorityKey = try [0x30, 0x16, 0x80, 0x14] + HashFunction.sha1.digest(of: issuerKey.uncompressed.span)
        all.append(CertificateExtension(objectIdentifier: "2.5.29.14", isCritical: false, value: subjectKey))
        all.append(CertificateExtension(objectIdentifier: "2.5.29.35", isCritical: false, value: authorityKey))
        for one in all + self.extensions { try Self.add(one, to: certificate) }
    }

    private static func add(
        _ addition: CertificateExtension,
        to certificate: borrowing X509Handle
    ) throws(LibCryptoFailure) {
        guard let object = unsafe OBJ_txt2obj(addition.objectIdentifier, 1) else {
            throw LibCryptoFailure("OBJ_txt2obj")
        }
        defer { unsafe ASN1_OBJECT_free(object) }
        guard let data = unsafe ASN1_OCTET_STRING_new() else { throw LibCryptoFailure("ASN1_OCTET_STRING_new") }
        defer { unsafe ASN1_OCTET_STRING_free(data) }
        guard unsafe ASN1_OCTET_STRING_set(data, addition.value, Int32(clamping: addition.value.count)) == 1 else {
            throw LibCryptoFailure("ASN1_OCTET_STRING_set")
        }
        let critical: Int32 = addition.isCritical ? 1 : 0
        guard let made = unsafe X509_EXTENSION_create_by_OBJ(nil, object, critical, data) else {
            throw LibCryptoFailure("X509_EXTENSION_create_by_OBJ")
        }
        defer { unsafe X509_EXTENSION_free(made) }
        guard unsafe X509_add_ext(certificate.pointer, made, -1) == 1 else { throw LibCryptoFailure("X509_add_ext") }
    }
}
