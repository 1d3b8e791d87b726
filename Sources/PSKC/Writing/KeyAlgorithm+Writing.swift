import OTPCore

extension KeyAlgorithm {
    /// The *Algorithm* of a key, RFC 6030, section 10, and draft-hoyer-keyprov-pskc-algorithm-profiles-01.
    var uri: String {
        switch self {
        case .hotp: "urn:ietf:params:xml:ns:keyprov:pskc:hotp"
        case .totp: "urn:ietf:params:xml:ns:keyprov:pskc:totp"
        case .ocra: "urn:ietf:params:xml:ns:keyprov:pskc:ocra"
        case .pin: "urn:ietf:params:xml:ns:keyprov:pskc:pin"
        }
    }

    /// The children of *Data* beside the secret, in the order of the schema.
    var data: [(name: String, value: String)] {
        switch self {
        case .hotp(_, _, let counter): [("Counter", String(counter))]
        case .totp(_, _, let clock):
            [("Time", String(clock.stepsPassed)), ("TimeInterval", String(clock.timeStep))]
                + (clock.drift == 0 ? [] : [("TimeDrift", String(clock.drift))])
        case .ocra(_, let counter): counter.map { counter in [("Counter", String(counter))] } ?? []
        case .pin: []
        }
    }
}

extension HashAlgorithm {
    /// The *Suite* of a HOTP or TOTP key.
    var suiteName: String {
        switch self {
        case .sha1: "HMAC-SHA1"
        case .sha256: "HMAC-SHA256"
        case .sha512: "HMAC-SHA512"
        }
    }
}
