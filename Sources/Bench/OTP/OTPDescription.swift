package import OTPCore

/// What a device is to be when it is made.
package struct OTPDescription: Sendable {
    package let kind: OTPKind
    package let name: String?
    package let profile: NamedProfile
    /// Nothing: the bench thinks of one.
    package let serialNumber: SerialNumber?
    /// Nothing: the bench thinks of one, 20 bytes long or as long as the hash, RFC 4226, section 4, R6.
    package let secret: [UInt8]?
    /// The counter of the first code, for devices that count.
    package let counter: UInt64

    package init(
        kind: OTPKind,
        name: String? = nil,
        profile: NamedProfile? = nil,
        serialNumber: SerialNumber? = nil,
        secret: [UInt8]? = nil,
        counter: UInt64 = 0
    ) {
        self.kind = kind
        self.name = name
        self.profile = profile ?? kind.usualProfile
        self.serialNumber = serialNumber
        self.secret = secret
        self.counter = counter
    }
}
