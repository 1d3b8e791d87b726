/// What the server says.
package enum USBIPReply: Equatable, Sendable {
    case deviceList([DeviceEntry])
    case imported(DeviceEntry)
    case importRefused(OperationStatus)
    case completed(URBCompletion)
    case unlinked(sequence: UInt32, status: URBStatus)
}
