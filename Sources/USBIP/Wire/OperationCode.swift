/// What a client asks for before it has a device: Linux, `Documentation/usb/usbip_protocol.rst`, `OP_REQ_*` and `OP_REP_*`.
struct OperationCode: RawRepresentable, Equatable {
    var rawValue: UInt16

    static let deviceListRequest = OperationCode(rawValue: 0x8005)
    static let deviceListReply = OperationCode(rawValue: 0x0005)
    static let importRequest = OperationCode(rawValue: 0x8003)
    static let importReply = OperationCode(rawValue: 0x0003)

    /// The version of the protocol that stands before each code, 1.1.1.
    static let version: UInt16 = 0x0111
}
