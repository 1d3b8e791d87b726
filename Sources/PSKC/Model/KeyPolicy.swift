/// When and for what a key may be used, RFC 6030, section 5; whoever imports the key enforces it.
package struct KeyPolicy: Equatable, Sendable {
    /// The key must not be used before.
    package var startDate: ContainerDate?

    /// The key must not be used after.
    package var expiryDate: ContainerDate?

    /// The PIN that protects the use of the key.
    package var pin: PINPolicy?

    /// What the key is for (`OTP`, `CR`, `Encrypt` ...); empty when the file sets no limit.
    package var usages: [String]

    /// How often the key may be used at most.
    package var numberOfTransactions: UInt64?

    package init(
        startDate: ContainerDate? = nil,
        expiryDate: ContainerDate? = nil,
        pin: PINPolicy? = nil,
        usages: [String] = [],
        numberOfTransactions: UInt64? = nil
    ) {
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.pin = pin
        self.usages = usages
        self.numberOfTransactions = numberOfTransactions
    }
}
