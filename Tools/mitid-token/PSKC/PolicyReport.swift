import PSKC

/// The policy of a key, for `--json`.
struct PolicyReport: Encodable {
    struct PIN: Encodable {
        let keyID: String?
        let usageMode: String?
        let maximumFailedAttempts: UInt32?
        let minimumLength: UInt32?
        let maximumLength: UInt32?
        let encoding: String?
    }

    let startDate: String?
    let expiryDate: String?
    let usages: [String]
    let numberOfTransactions: UInt64?
    let pin: PIN?

    init(_ policy: KeyPolicy) {
        self.startDate = policy.startDate?.description
        self.expiryDate = policy.expiryDate?.description
        self.usages = policy.usages
        self.numberOfTransactions = policy.numberOfTransactions
        self.pin = policy.pin.map { pin in
            PIN(
                keyID: pin.keyID,
                usageMode: pin.usageMode,
                maximumFailedAttempts: pin.maximumFailedAttempts,
                minimumLength: pin.minimumLength,
                maximumLength: pin.maximumLength,
                encoding: pin.encoding
            )
        }
    }
}
