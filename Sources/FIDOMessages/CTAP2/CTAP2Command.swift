/// The first byte of a CTAP2 request; CTAP 2.1, section 6.
package struct CTAP2Command: RawRepresentable, Equatable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let makeCredential = CTAP2Command(rawValue: 0x01)
    package static let getAssertion = CTAP2Command(rawValue: 0x02)
    package static let getInfo = CTAP2Command(rawValue: 0x04)
    package static let clientPIN = CTAP2Command(rawValue: 0x06)
    package static let reset = CTAP2Command(rawValue: 0x07)
    package static let getNextAssertion = CTAP2Command(rawValue: 0x08)
    package static let credentialManagement = CTAP2Command(rawValue: 0x0a)
    /// The preview of credential management from before CTAP 2.1, a vendor's command; libfido2 sent it up to version 1.12.
    package static let credentialManagementPreview = CTAP2Command(rawValue: 0x41)
    package static let selection = CTAP2Command(rawValue: 0x0b)
    package static let largeBlobs = CTAP2Command(rawValue: 0x0c)
    package static let authenticatorConfig = CTAP2Command(rawValue: 0x0d)
}
