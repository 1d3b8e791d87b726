/// What is said of an imported device: Linux, `Documentation/usb/usbip_protocol.rst`, `USBIP_CMD_*` and `USBIP_RET_*`.
struct CommandCode: RawRepresentable, Equatable {
    var rawValue: UInt32

    static let submit = CommandCode(rawValue: 1)
    static let unlink = CommandCode(rawValue: 2)
    static let submitReply = CommandCode(rawValue: 3)
    static let unlinkReply = CommandCode(rawValue: 4)
}
