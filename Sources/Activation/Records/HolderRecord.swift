/// What the service knows of one person.
package struct HolderRecord: Equatable, Sendable {
    package let userID: UserID
    package let password: StoredPassword
    package let createdAt: UnixTime
    package internal(set) var attempts: HolderAttempts

    /// The chip the holder uses, besides a display or reader.
    package internal(set) var chip: ChipRecord?

    /// What the chip was asked and has not answered yet.
    package internal(set) var ceremony: ChipCeremony?

    /// The request to add a chip by password alone.
    package internal(set) var chipRequest: ChipRequest?

    /// A record as it was stored, or a new one.
    package init(
        userID: UserID,
        password: StoredPassword,
        createdAt: UnixTime,
        attempts: HolderAttempts = HolderAttempts(),
        chip: ChipRecord? = nil,
        ceremony: ChipCeremony? = nil,
        chipRequest: ChipRequest? = nil
    ) {
        self.userID = userID
        self.password = password
        self.createdAt = createdAt
        self.attempts = attempts
        self.chip = chip
        self.ceremony = ceremony
        self.chipRequest = chipRequest
    }
}
