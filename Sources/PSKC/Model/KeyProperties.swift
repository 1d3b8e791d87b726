package import OTPCore

/// Everything a container says of one key but its secret, RFC 6030, section 4.
package struct KeyProperties: Equatable, Sendable {
    /// *SerialNo*: the device the key is in.
    package var serialNumber: SerialNumber

    /// The *Id* of the key, unique in its container; two keys of one device differ in it.
    package var keyID: String

    package var algorithm: KeyAlgorithm

    package var manufacturer: String?
    package var model: String?
    package var issueNumber: String?
    package var deviceBinding: String?
    package var deviceUserID: String?

    /// *StartDate* of the device: a token says no codes before.
    package var deviceStartDate: ContainerDate?

    /// *ExpiryDate* of the device, often the end of its battery.
    package var deviceExpiryDate: ContainerDate?

    package var cryptoModuleID: String?
    package var issuer: String?
    package var keyProfileID: String?
    package var keyReference: String?
    package var friendlyNames: [FriendlyName] = []
    package var keyUserID: String?
    package var policy: KeyPolicy?

    package var challengeFormat: ChallengeFormat?

    /// Nil for HOTP and TOTP keys, whose codes are decimal and have the number of digits that ``algorithm`` says.
    package var responseFormat: ResponseFormat?

    package var unusedData = UnusedKeyData()

    /// What the file left out; empty for a key that is to be written.
    package var assumptions: KeyAssumptions = []

    /// The first of the names; setting one leaves no other.
    package var friendlyName: String? {
        get { self.friendlyNames.first?.text }
        set { self.friendlyNames = newValue.map { name in [FriendlyName(name)] } ?? [] }
    }

    /// A key whose *Id* is the serial number of its device, as makers of devices with one key write it.
    package init(serialNumber: SerialNumber, keyID: String? = nil, algorithm: KeyAlgorithm) {
        self.serialNumber = serialNumber
        self.keyID = keyID ?? serialNumber.text
        self.algorithm = algorithm
    }
}
