/// What an interface is for, USB 2.0, section 9.6.5: class, subclass and protocol.
package struct InterfaceClass: Equatable, Sendable {
    var code: UInt8
    var subclass: UInt8 = 0
    var `protocol`: UInt8 = 0

    /// Device Class Definition for HID 1.11, section 4.1; no boot interface.
    package static let hid = InterfaceClass(code: 0x03)
    /// CCID 1.1, section 4.3.
    package static let smartCard = InterfaceClass(code: 0x0B)
}
