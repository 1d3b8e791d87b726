package import PostgresTokenStore
package import TokenRows

extension StorePatience {
    /// For tests that are not about patience: a build machine may be as busy as it likes.
    package static var ofTests: StorePatience { StorePatience(.seconds(600)) }
}

extension PostgresLimits {
    /// The same for the answers of a server.
    package static var ofTests: PostgresLimits {
        var limits = PostgresLimits()
        limits.answer = .seconds(120)
        return limits
    }
}
