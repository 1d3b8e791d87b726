/// A PIN/UV auth protocol; CTAP 2.1, sections 6.5.6 and 6.5.7.
package enum PINProtocol: UInt8, Sendable {
    case one = 1
    case two = 2

    /// `authenticate(key, message)` compared with what came: HMAC-SHA-256, of which the first protocol sends 16 bytes.
    package func verify<Environment: PINCryptography>(
        _ message: [UInt8],
        signature: ArraySlice<UInt8>,
        key: [UInt8],
        environment: Environment
    ) -> Bool {
        let expected = environment.hmacSHA256(message.span, key: key.span)
        switch self {
        case .one: return [UInt8](expected.prefix(16)).isEqualInConstantTime(to: signature)
        case .two: return expected.isEqualInConstantTime(to: signature)
        }
    }
}
