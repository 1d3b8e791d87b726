package import CanonicalCBOR

/// Public keys in COSE's form; RFC 8152, section 13.
package enum COSEKey {
    /// The number that key agreement keys have as their algorithm, ECDH-ES+HKDF-256; CTAP 2.1, section 6.5.6.
    package static let keyAgreementAlgorithm: Int64 = -25

    /// Writes the public key of a credential.
    package static func write(_ publicKey: [UInt8], _ algorithm: COSEAlgorithm, to writer: inout CBORWriter) {
        if algorithm == .edDSA {
            writer.map { members in
                members.add(1) { $0.unsignedInteger(1) }
                members.add(3) { $0.integer(algorithm.rawValue) }
                members.add(-1) { $0.unsignedInteger(6) }
                members.add(-2) { $0.byteString(publicKey) }
            }
        } else {
            self.writeP256(publicKey, algorithm: algorithm.rawValue, to: &writer)
        }
    }

    /// Writes a P-256 key, x then y.
    package static func writeP256(_ publicKey: [UInt8], algorithm: Int64, to writer: inout CBORWriter) {
        writer.map { members in
            members.add(1) { $0.unsignedInteger(2) }
            members.add(3) { $0.integer(algorithm) }
            members.add(-1) { $0.unsignedInteger(1) }
            members.add(-2) { $0.byteString([UInt8](publicKey.prefix(32))) }
            members.add(-3) { $0.byteString([UInt8](publicKey.suffix(32))) }
        }
    }

    /// The platform's key for key agreement, x then y; CTAP 2.1, section 6.5.6, `decapsulate`.
    package static func keyAgreementKey(_ item: CBORItem) throws(CTAP2StatusCode) -> [UInt8] {
        let map = try item.mapParameter()
        guard let type = map[1], let algorithm = map[3], let curve = map[-1], let x = map[-2], let y = map[-3] else {
            throw .missingParameter
        }
        let coordinates = [UInt8](try x.bytesParameter()) + [UInt8](try y.bytesParameter())
        guard
            try type.integerParameter() == 2, try algorithm.integerParameter() == Self.keyAgreementAlgorithm,
            try curve.integerParameter() == 1, coordinates.count == 64, try x.bytesParameter().count == 32
        else { throw .invalidParameter }
        return coordinates
    }
}
