package import LibCrypto

/// Checks that a container is what the holder of a certificate has signed: the enveloped signature of RFC 6030, section 7.
///
/// What was signed is known only from the signature, which stands at the end of the file, and no record may be believed
/// before. So the file goes through twice, in pieces, and memory stays small whatever its size:
///
///     var check = try SignatureCheck(by: certificate)
///     repeat {
///         for chunk in file { try check.feed(chunk.span) }
///     } while try check.passEnded()
///
/// The certificate is the one that the operator trusts. One that the file carries is not looked at.
package struct SignatureCheck {
    private enum Pass {
        case searching(SignatureSearch)
        case digesting(ContainerDigest)
        case done
    }

    private let certificate: Certificate
    private let limits: XMLLimits
    private var pass: Pass

    package init(
        by certificate: Certificate,
        limits: XMLLimits = XMLLimits()
    ) throws(SignatureError) {
        self.certificate = certificate
        self.limits = limits
        self.pass = .searching(try SignatureSearch(limits: limits))
    }

    /// Takes the next bytes of the file.
    package mutating func feed(_ chunk: Span<UInt8>) throws(SignatureError) {
        switch self.pass {
        case .searching(let search): try search.feed(chunk, isFinal: false)
        case .digesting(let digest): try digest.feed(chunk, isFinal: false)
        case .done: break
        }
    }

    /// Tells that the file was fed to its end.
    ///
    /// - Returns: Whether it has to be fed once more; if not, the signature is right.
    /// - Throws: ``SignatureError``: then nothing in the file may be used.
    package mutating func passEnded() throws(SignatureError) -> Bool {
        let end: [UInt8] = []
        switch self.pass {
        case .searching(let search):
            try search.feed(end.span, isFinal: true)
            let record = try search.record()
            try record.check(by: self.certificate)
            self.pass = .digesting(try ContainerDigest(of: record.reference, limits: self.limits))
            return true
        case .digesting(let digest):
            try digest.feed(end.span, isFinal: true)
            try digest.check()
            self.pass = .done
            return false
        case .done:
            return false
        }
    }
}
