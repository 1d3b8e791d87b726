extension AuthenticatorState: CustomStringConvertible {
    /// What may be read by anybody: no secret, no name.
    package var description: String {
        "\(self.credentials.count) credentials, counter \(self.signatureCounter), \(self.pin == nil ? "no " : "")PIN"
    }
}
