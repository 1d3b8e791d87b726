/// What a HID interface is asked, Device Class Definition for HID 1.11, section 7.2, bRequest.
struct HIDRequest: RawRepresentable, Equatable {
    var rawValue: UInt8

    static let getReport = HIDRequest(rawValue: 0x01)
    static let getIdle = HIDRequest(rawValue: 0x02)
    static let setReport = HIDRequest(rawValue: 0x09)
    static let setIdle = HIDRequest(rawValue: 0x0A)

    /// The report types that stand in the upper half of wValue, section 7.2.1.
    static let inputReport: UInt16 = 1
    static let outputReport: UInt16 = 2
}
