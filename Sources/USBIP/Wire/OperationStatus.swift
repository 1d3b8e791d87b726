/// How an operation ended: Linux, `tools/usb/usbip/src/usbip_network.h`, `ST_*`.
package struct OperationStatus: RawRepresentable, Equatable, Sendable {
    package var rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let done = OperationStatus(rawValue: 0)
    /// Somebody else has imported the device.
    package static let deviceBusy = OperationStatus(rawValue: 2)
    package static let noSuchDevice = OperationStatus(rawValue: 4)
}
