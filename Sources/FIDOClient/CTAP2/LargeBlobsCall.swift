import CanonicalCBOR
package import FIDOMessages

/// authenticatorLargeBlobs; CTAP 2.1, section 6.10.
package struct LargeBlobsCall: CTAP2Call {
    /// Bytes to read; `nil` to write.
    private let byteCount: UInt64?
    /// Bytes to write; `nil` to read.
    private let fragment: [UInt8]?
    private let offset: UInt64
    /// The length of the whole array, for its first fragment.
    private let length: UInt64?
    package var authorization: TokenAuthorization?

    /// Reads a part of the array.
    package static func read(_ byteCount: UInt64, at offset: UInt64) -> LargeBlobsCall {
        LargeBlobsCall(byteCount: byteCount, fragment: nil, offset: offset, length: nil)
    }

    /// Writes a part of the array; its first part has the whole length.
    package static func write(_ fragment: [UInt8], at offset: UInt64, of length: UInt64) -> LargeBlobsCall {
        LargeBlobsCall(byteCount: nil, fragment: fragment, offset: offset, length: offset == 0 ? length : nil)
    }

    /// Adds pinUvAuthParam, section 6.10.2; reading has none.
    package mutating func authorize(by token: PINUVAuthToken, _ cryptography: some PINCryptography) {
        var signed = [UInt8](repeating: 0xFF, count: 32) + [CTAP2Command.largeBlobs.rawValue, 0x00]
        for shift: UInt64 in [0, 8, 16, 24] { signed.append(UInt8(truncatingIfNeeded: self.offset &>> shift)) }
        let fragment = self.fragment ?? []
        signed += cryptography.sha256(fragment.span)
        self.authorization = token.authorization(of: signed, cryptography)
    }

    package var message: [UInt8] {
        var writer = CBORWriter(after: [CTAP2Command.largeBlobs.rawValue])
        writer.map { members in
            if let byteCount = self.byteCount { members.add(1) { $0.unsignedInteger(byteCount) } }
            if let fragment = self.fragment { members.add(2) { $0.byteString(fragment) } }
            members.add(3) { $0.unsignedInteger(self.offset) }
            if let length = self.length { members.add(4) { $0.unsignedInteger(length) } }
            if let authorization = self.authorization {
                members.add(5) { $0.byteString(authorization.parameter) }
                members.add(6) { $0.unsignedInteger(authorization.protocolNumber) }
            }
        }
        return writer.bytes
    }

    /// The bytes read; `nil` after writing.
    package func result(of response: CTAP2Response) throws(CallFault) -> [UInt8]? {
        try response.optionalBytes(1)
    }
}
