import Activation

/// A login with password and chip: the password was right when the chip was asked.
struct ChipLoginAnswer: Encodable, Sendable {
    let accepted = true
    let userID: String
    let chip: ChipAnswer
    let amr = LoginMethod.chipAndPassword.authenticationMethods
    let assuranceLevel = LoginMethod.chipAndPassword.assuranceLevel.name

    init(_ chip: ChipRecord, of userID: UserID, at time: UnixTime) {
        self.userID = userID.text
        self.chip = ChipAnswer(chip, at: time)
    }
}
