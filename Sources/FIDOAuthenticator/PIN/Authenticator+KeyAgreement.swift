import FIDOMessages

/// Key agreement; CTAP 2.1, sections 6.5.4 and 6.5.6.
extension Authenticator {
    /// The key pair of a protocol, made when it is first wanted.
    mutating func keyAgreementPair(_ pinProtocol: PINProtocol) throws(CTAP2StatusCode) -> KeyPair {
        let present =
            switch pinProtocol {
            case .one: self.session.keyAgreementOne
            case .two: self.session.keyAgreementTwo
            }
        if let present {
            return present
        }
        guard let pair = self.environment.makeKeyPair(.es256) else { throw .other }
        switch pinProtocol {
        case .one: self.session.keyAgreementOne = pair
        case .two: self.session.keyAgreementTwo = pair
        }
        return pair
    }

    /// `regenerate()`: the next platform gets another key.
    mutating func regenerateKeyAgreement(_ pinProtocol: PINProtocol) {
        switch pinProtocol {
        case .one: self.session.keyAgreementOne = nil
        case .two: self.session.keyAgreementTwo = nil
        }
    }

    /// `decapsulate`: what a platform with this public key has agreed on with us.
    mutating func sharedSecret(
        _ pinProtocol: PINProtocol,
        platformKey: [UInt8]
    ) throws(CTAP2StatusCode) -> PINSecret {
        let pair = try self.keyAgreementPair(pinProtocol)
        guard
            var point = self.environment.sharedSecret(
                privateKey: pair.privateKey.span,
                publicKey: platformKey.span
            )
        else { throw .invalidParameter }
        defer { point.wipe() }
        return PINSecret(pinProtocol, sharedPoint: point, environment: self.environment)
    }
}
