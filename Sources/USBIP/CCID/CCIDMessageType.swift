/// The first byte of a message, CCID 1.1, sections 6.1 to 6.3.
struct CCIDMessageType: RawRepresentable, Equatable {
    var rawValue: UInt8

    static let setParameters = CCIDMessageType(rawValue: 0x61)
    static let iccPowerOn = CCIDMessageType(rawValue: 0x62)
    static let iccPowerOff = CCIDMessageType(rawValue: 0x63)
    static let getSlotStatus = CCIDMessageType(rawValue: 0x65)
    static let secure = CCIDMessageType(rawValue: 0x69)
    static let escape = CCIDMessageType(rawValue: 0x6B)
    static let getParameters = CCIDMessageType(rawValue: 0x6C)
    static let resetParameters = CCIDMessageType(rawValue: 0x6D)
    static let xfrBlock = CCIDMessageType(rawValue: 0x6F)
    static let abort = CCIDMessageType(rawValue: 0x72)
    static let setDataRateAndClockFrequency = CCIDMessageType(rawValue: 0x73)

    static let dataBlock = CCIDMessageType(rawValue: 0x80)
    static let slotStatus = CCIDMessageType(rawValue: 0x81)
    static let parameters = CCIDMessageType(rawValue: 0x82)
    static let escapeAnswer = CCIDMessageType(rawValue: 0x83)
    static let dataRateAndClockFrequency = CCIDMessageType(rawValue: 0x84)

    /// Tells that a card has come or gone, section 6.3.1.
    static let notifySlotChange = CCIDMessageType(rawValue: 0x50)

    /// What answers such a command, CCID 1.1, table 6.1-1.
    var answer: CCIDMessageType {
        switch self {
        case .iccPowerOn, .xfrBlock, .secure: .dataBlock
        case .getParameters, .resetParameters, .setParameters: .parameters
        case .escape: .escapeAnswer
        case .setDataRateAndClockFrequency: .dataRateAndClockFrequency
        default: .slotStatus
        }
    }
}
