/// Why a command failed, CCID 1.1, section 6.2.6, bError; small numbers are the offset of the field that is wrong.
struct CCIDError: RawRepresentable, Equatable {
    var rawValue: UInt8

    static let none = CCIDError(rawValue: 0x00)
    /// The command is not supported; offset 0 is the message's type.
    static let notSupported = CCIDError(rawValue: 0x00)
    static let wrongLength = CCIDError(rawValue: 0x01)
    static let noSuchSlot = CCIDError(rawValue: 0x05)
    static let wrongProtocol = CCIDError(rawValue: 0x07)
    static let wrongLevelParameter = CCIDError(rawValue: 0x08)
    static let slotBusy = CCIDError(rawValue: 0xE0)
    static let cardMute = CCIDError(rawValue: 0xFE)
    static let commandAborted = CCIDError(rawValue: 0xFF)
}
