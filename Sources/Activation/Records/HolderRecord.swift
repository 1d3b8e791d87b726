/// What the service knows of one person.
package struct HolderRecord: Equatable, Sendable {
    package let userID: UserID
    package let password: StoredPassword
    package let createdAt: UnixTime
    package internal(set) var attempts: HolderAttempts

    /// A record as it was stored, or a new one.
    package init(
        userID: UserID,
        password: StoredPassword,
        createdAt: UnixTime,
        attempts: HolderAttempts = HolderAttempts()
    ) {
        self.userID = userID
        self.password = password
        self.createdAt = createdAt
        self.attempts = attempts
    }
}
