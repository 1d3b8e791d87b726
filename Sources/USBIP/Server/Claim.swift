/// The answer to a host that wants a device.
enum Claim: Sendable {
    case granted(ExportedDevice)
    case refused(OperationStatus)
}
