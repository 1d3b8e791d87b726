/// What the service knows of one person.
package struct HolderRecord: Equatable, Sendable {
    package let userID: UserID
    package let password: StoredPassword
    package let createdAt: UnixTime

    package init(userID: UserID, password: StoredPassword, createdAt: UnixTime) {
        self.userID = userID
        self.password = password
        self.createdAt = createdAt
    }
}
