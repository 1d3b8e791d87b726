/// What was tried under one user ID of late.
package struct HolderAttempts: Equatable, Sendable {
    /// Wrong passwords.
    package internal(set) var passwords: AttemptCount

    /// Wrong passwords that came with a device's right first code.
    ///
    /// Counted apart, so that who knows the user ID but has no device cannot hold up who has one.
    package internal(set) var passwordsWithDevice: AttemptCount

    /// Failed activations with the right password.
    package internal(set) var activations: AttemptCount

    /// None yet, or as they were stored.
    package init(
        passwords: AttemptCount = AttemptCount(),
        passwordsWithDevice: AttemptCount = AttemptCount(),
        activations: AttemptCount = AttemptCount()
    ) {
        self.passwords = passwords
        self.passwordsWithDevice = passwordsWithDevice
        self.activations = activations
    }
}
