import CLibUSB
import Glibc

/// An open device with one interface that is claimed, used by one thread.
///
/// The kernel's driver gets the interface back whenever this is put away, also when an earlier program, which was killed, has
/// taken it.
@safe final class USBHandle {
    private let handle: OpaquePointer
    private let context: USBContext
    private var interface: Int32?

    init(_ handle: OpaquePointer, of context: USBContext) {
        unsafe self.handle = unsafe handle
        self.context = context
    }

    deinit {
        self.giveBack()
        unsafe libusb_close(self.handle)
    }

    /// Gives the interface back to the kernel's driver.
    private func giveBack() {
        guard let interface = self.interface else { return }
        self.interface = nil
        _ = unsafe libusb_release_interface(self.handle, interface)
        _ = unsafe libusb_attach_kernel_driver(self.handle, interface)
    }

    /// Takes an interface from the kernel's driver, for this program alone.
    func claim(_ interface: USBInterface) throws(USBError) {
        let number = Int32(interface.number)
        // A driver that is not there need not go; whatever else is wrong, the claim tells.
        let isDetached = unsafe libusb_detach_kernel_driver(self.handle, number) == 0
        let result = unsafe libusb_claim_interface(self.handle, number)
        if let error = USBError(result: Int(result)) {
            // Another program that has claimed it keeps it; a driver that has gone for nothing comes back.
            if error != .busy || isDetached { _ = unsafe libusb_attach_kernel_driver(self.handle, number) }
            throw error
        }
        self.interface = number
    }

    /// A request on the control pipe that the device answers with bytes, USB 2.0, section 9.3.
    func read(_ request: USBControlRequest, byteCount: Int, within time: Duration) throws(USBError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        let result = unsafe libusb_control_transfer(
            self.handle,
            request.type,
            request.code,
            request.value,
            request.index,
            &bytes,
            UInt16(clamping: byteCount),
            UInt32(clamping: time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000)
        )
        if let error = USBError(result: Int(result)) { throw error }
        return Array(bytes.prefix(Int(result)))
    }

    /// Ends the halt of an endpoint, USB 2.0, section 9.4.5.
    func clearHalt(of endpoint: USBEndpoint) throws(USBError) {
        if let error = unsafe USBError(result: Int(libusb_clear_halt(self.handle, endpoint.address))) { throw error }
    }

    /// Resets the port, USB 2.0, section 7.1.7.5; the device may come back under another address.
    func reset() throws(USBError) {
        if let error = unsafe USBError(result: Int(libusb_reset_device(self.handle))) { throw error }
    }

    /// Never puts this away, nor its context; the kernel's driver gets the interface all the same.
    func keepForever() {
        self.giveBack()
        _ = unsafe Unmanaged.passRetained(self)
    }

    /// A transfer to or from an interrupt endpoint that was handed to the kernel.
    func submit(_ transfer: USBTransfer, to endpoint: USBEndpoint) throws(USBError) {
        try unsafe transfer.submit(to: self.handle, endpoint)
    }
}

/// A request on the control pipe, USB 2.0, section 9.3.
package struct USBControlRequest: Equatable, Sendable {
    package var type: UInt8
    package var code: UInt8
    package var value: UInt16
    package var index: UInt16

    package init(type: UInt8, code: UInt8, value: UInt16, index: UInt16) {
        self.type = type
        self.code = code
        self.value = value
        self.index = index
    }

    /// GET_DESCRIPTOR for the report descriptor of an HID interface, HID 1.11, section 7.1.1.
    package static func reportDescriptor(of interface: USBInterface) -> USBControlRequest {
        USBControlRequest(type: 0x81, code: 0x06, value: 0x2200, index: UInt16(interface.number))
    }
}
