import Activation

/// A code that was accepted; the password is not part of it, so it has no assurance level.
struct VerificationAnswer: Encodable, Sendable {
    let accepted = true
    let userID: String
    let authenticator: AuthenticatorAnswer
    let amr: [String]

    init(_ record: TokenRecord, holder: UserID, at time: UnixTime, _ rules: DecisionRules) {
        self.userID = holder.text
        self.authenticator = AuthenticatorAnswer(record, at: time, rules)
        self.amr = [record.kind.authenticationMethod]
    }
}
