/// What every device is asked, USB 2.0, table 9-4, bRequest.
struct StandardRequest: RawRepresentable, Equatable {
    var rawValue: UInt8

    static let getStatus = StandardRequest(rawValue: 0x00)
    static let clearFeature = StandardRequest(rawValue: 0x01)
    static let setFeature = StandardRequest(rawValue: 0x03)
    static let getDescriptor = StandardRequest(rawValue: 0x06)
    static let getConfiguration = StandardRequest(rawValue: 0x08)
    static let setConfiguration = StandardRequest(rawValue: 0x09)
    static let getInterface = StandardRequest(rawValue: 0x0A)
    static let setInterface = StandardRequest(rawValue: 0x0B)
}
