import Activation

/// What an activation has brought about: the device, and what a login with it and the password is worth.
struct ActivationAnswer: Encodable, Sendable {
    let authenticator: AuthenticatorAnswer
    let amr: [String]
    let assuranceLevel: String

    init(_ record: TokenRecord, at time: UnixTime, _ rules: DecisionRules) {
        self.authenticator = AuthenticatorAnswer(record, at: time, rules)
        let login = record.kind.loginWithPassword
        self.amr = login.authenticationMethods
        self.assuranceLevel = login.assuranceLevel.name
    }
}
