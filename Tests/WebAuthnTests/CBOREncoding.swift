import CanonicalCBOR
import LibCrypto
import WebAuthn

extension VirtualChip {
    /// Encodings of CBOR that no authenticator may send and a relying party meets; RFC 8949, section 3.
    enum Encoding: CaseIterable, Sendable {
        case reversedKeys
        case longHeads
        case indefiniteLengths
        case tags

        /// The same item in this encoding.
        func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
            self.written(try CBORItem(anyEncoding: bytes))
        }

        private func written(_ item: CBORItem) -> [UInt8] {
            var bytes: [UInt8]
            if let map = item.map {
                var entries = map.map { self.written($0.key) + self.written($0.value) }
                if self == .reversedKeys { entries.reverse() }
                bytes = self.head(5, entries.count) + entries.joined() + self.end
            } else if let array = item.array {
                bytes = self.head(4, array.count) + array.flatMap { self.written($0) } + self.end
            } else if let content = item.byteString ?? item.textString {
                let majorType: UInt8 = item.byteString == nil ? 3 : 2
                switch self {
                case .indefiniteLengths:
                    bytes =
                        [majorType << 5 | 31] + Encoding.reversedKeys.head(majorType, content.count) + content + [0xff]
                case .reversedKeys, .longHeads, .tags:
                    bytes = self.head(majorType, content.count) + content
                }
            } else if let number = item.integer {
                bytes = number < 0 ? self.head(1, Int(-1 - number)) : self.head(0, Int(number))
            } else {
                bytes = Array(item.encoded)
            }
            return self == .tags ? [0xd9, 0xd9, 0xf7] + bytes : bytes
        }

        private var end: [UInt8] { self == .indefiniteLengths ? [0xff] : [] }

        private func head(_ majorType: UInt8, _ argument: Int) -> [UInt8] {
            let high = majorType << 5
            let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: argument >> $0) }
            switch (self, majorType) {
            case (.indefiniteLengths, 4), (.indefiniteLengths, 5): return [high | 31]
            case (.longHeads, _): return [high | 26] + bytes
            default:
                if argument < 24 { return [high | bytes[3]] }
                return argument < 256 ? [high | 24, bytes[3]] : [high | 25, bytes[2], bytes[3]]
            }
        }
    }
}

/// A new credential that speaks for itself, with its key and extension outputs in an encoding of choice.
struct SelfAttestedAnswer {
    let clientData: [UInt8]
    let credentialID: [UInt8] = Array(1...20)
    let publicKey: [UInt8]
    let attestationObject: [UInt8]

    init(_ clientData: [UInt8], encoding: VirtualChip.Encoding) throws {
        self.clientData = clientData
        let key = try P256PrivateKey.generate()
        let point = try key.publicKey().uncompressed
        self.publicKey = point
        var cose = CBORWriter()
        cose.map { members in
            members.add(1) { $0.integer(2) }
            members.add(3) { $0.integer(-7) }
            members.add(-1) { $0.integer(1) }
            members.add(-2) { $0.byteString(Array(point[1...32])) }
            members.add(-3) { $0.byteString(Array(point[33...])) }
        }
        // Deeper than CTAP2's canonical form goes.
        var extensions = CBORWriter()
        extensions.map { outputs in
            outputs.add("deep") { $0.item(encoded: [0x81, 0x81, 0x81, 0x81, 0x81, 0xf5]) }
            outputs.add("hmac-secret") { $0.boolean(true) }
        }
        var data = try HashFunction.sha256.digest(of: "localhost".utf8.span) + [0xc1, 0, 0, 0, 1]
        data += [UInt8](repeating: 0, count: 16) + [0, UInt8(self.credentialID.count)] + self.credentialID
        data += try encoding.rewritten(cose.bytes) + encoding.rewritten(extensions.bytes)
        let hash = try HashFunction.sha256.digest(of: clientData.span)
        let digest = try HashFunction.sha256.digest(of: (data + hash).span)
        var signer = try P256Signer(key)
        let signature = try signer.encodedSignature(for: digest.span)
        var object = CBORWriter()
        object.map { members in
            members.add("fmt") { $0.textString("packed") }
            members.add("attStmt") { value in
                value.map { statement in
                    statement.add("alg") { $0.integer(-7) }
                    statement.add("sig") { $0.byteString(signature) }
                }
            }
            members.add("authData") { $0.byteString(data) }
        }
        self.attestationObject = object.bytes
    }
}
