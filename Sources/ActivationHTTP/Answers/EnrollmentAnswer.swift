import Activation

/// What the registration of a chip has brought about, and what a login with it and the password is worth.
struct EnrollmentAnswer: Encodable, Sendable {
    let userID: String
    let chip: ChipAnswer
    let amr = LoginMethod.chipAndPassword.authenticationMethods
    let assuranceLevel = LoginMethod.chipAndPassword.assuranceLevel.name

    init(_ chip: ChipRecord, of userID: UserID, at time: UnixTime) {
        self.userID = userID.text
        self.chip = ChipAnswer(chip, at: time)
    }
}
