import OTPCore

/// The secrets of RFC 4226, appendix D, and RFC 6238, appendix B, made ready for HMAC.
///
/// With the 20 bytes, HOTP counters and 30 s steps from 0 give 755224, 287082, 359152, 969429, 338314, 254676, …
enum RFCKeys {
    static func sha1() -> HMACKey {
        HMACKey(copying: "12345678901234567890".utf8.span, algorithm: .sha1)
    }

    static func sha256() -> HMACKey {
        HMACKey(copying: "12345678901234567890123456789012".utf8.span, algorithm: .sha256)
    }
}
