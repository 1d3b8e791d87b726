import CanonicalCBOR
import FIDOMessages

/// A packed attestation statement; WebAuthn, section 8.2.
struct PackedStatement: Sendable {
    let algorithm: COSEAlgorithm
    let signature: [UInt8]

    /// The certificates, the signer's first; none for self attestation.
    let certificates: [[UInt8]]

    func write(to writer: inout CBORWriter) {
        writer.map { members in
            members.add("alg") { $0.integer(self.algorithm.rawValue) }
            members.add("sig") { $0.byteString(self.signature) }
            if !self.certificates.isEmpty {
                members.add("x5c") { value in
                    value.array(count: self.certificates.count)
                    for certificate in self.certificates {
                        value.byteString(certificate)
                    }
                }
            }
        }
    }
}
