import CLibUSB
import Glibc

/// A context of libusb, used by one thread.
///
/// Each connection has its own, so that it handles the events of its own transfers only.
@safe final class USBContext {
    private let context: OpaquePointer

    init() throws(USBError) {
        var context: OpaquePointer?
        let result = unsafe libusb_init(&context)
        guard result == 0, let context = unsafe context else {
            throw USBError(result: Int(result)) ?? .other(code: -99)
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe libusb_exit(self.context)
    }

    /// The devices that are plugged in.
    func devices() throws(USBError) -> [USBDevice] {
        var devices: [USBDevice] = []
        try unsafe self.forEachDevice { _, description in devices.append(description) }
        return devices
    }

    /// A handle of the device that has this description.
    func handle(of wanted: USBDevice) throws(USBError) -> USBHandle {
        var found: Result<OpaquePointer, USBError> = unsafe .failure(.gone)
        try unsafe self.forEachDevice { device, description in
            guard description.place == wanted.place, description.address == wanted.address else { return }
            var handle: OpaquePointer?
            let result = unsafe libusb_open(device, &handle)
            if let handle = unsafe handle {
                unsafe found = unsafe .success(handle)
            } else {
                unsafe found = .failure(USBError(result: Int(result), path: wanted.path) ?? .gone)
            }
        }
        return unsafe USBHandle(try found.get(), of: self)
    }

    /// Handles the events of transfers, for at most so long.
    func handleEvents(within time: Duration) {
        let (seconds, attoseconds) = time.components
        var limit = timeval(tv_sec: Int(max(0, seconds)), tv_usec: Int(max(0, attoseconds / 1_000_000_000_000)))
        _ = unsafe libusb_handle_events_timeout_completed(self.context, &limit, nil)
    }

    private func forEachDevice(_ body: (OpaquePointer, USBDevice) -> Void) throws(USBError) {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        let count = unsafe libusb_get_device_list(self.context, &list)
        guard count >= 0, let list = unsafe list else { throw USBError(result: count) ?? .other(code: count) }
        defer { unsafe libusb_free_device_list(list, 1) }
        for index in 0..<count {
            guard let device = unsafe list[index], let description = unsafe USBDevice(device) else { continue }
            unsafe body(device, description)
        }
    }
}

extension USBDevice {
    /// The descriptors of a device; it is not opened.
    fileprivate init?(_ device: OpaquePointer) {
        var descriptor = libusb_device_descriptor()
        guard unsafe libusb_get_device_descriptor(device, &descriptor) == 0 else { return nil }
        var ports = [UInt8](repeating: 0, count: 8)
        let portCount = unsafe libusb_get_port_numbers(device, &ports, Int32(ports.count))
        // A root hub is in no port.
        guard portCount > 0 else { return nil }
        let place = unsafe USBPlace(bus: libusb_get_bus_number(device), ports: Array(ports.prefix(Int(portCount))))
        unsafe self.init(
            place: place,
            address: libusb_get_device_address(device),
            vendor: descriptor.idVendor,
            product: descriptor.idProduct,
            release: descriptor.bcdDevice,
            manufacturerName: SystemFiles.text("\(place)/manufacturer"),
            productName: SystemFiles.text("\(place)/product"),
            serialNumber: SystemFiles.text("\(place)/serial"),
            interfaces: Self.interfaces(of: device, at: place)
        )
    }

    private static func interfaces(of device: OpaquePointer, at place: USBPlace) -> [USBInterface] {
        var configuration: UnsafeMutablePointer<libusb_config_descriptor>?
        guard unsafe libusb_get_config_descriptor(device, 0, &configuration) == 0,
            let configuration = unsafe configuration
        else { return [] }
        defer { unsafe libusb_free_config_descriptor(configuration) }
        let interfaces = unsafe UnsafeBufferPointer(
            start: configuration.pointee.interface,
            count: Int(configuration.pointee.bNumInterfaces)
        )
        let value = unsafe configuration.pointee.bConfigurationValue
        return unsafe interfaces.compactMap { interface in
            guard unsafe interface.num_altsetting > 0, let setting = unsafe interface.altsetting?.pointee else {
                return nil
            }
            let endpoints = unsafe UnsafeBufferPointer(start: setting.endpoint, count: Int(setting.bNumEndpoints))
            let number = unsafe setting.bInterfaceNumber
            return unsafe USBInterface(
                number: number,
                classCode: setting.bInterfaceClass,
                subclassCode: setting.bInterfaceSubClass,
                protocolCode: setting.bInterfaceProtocol,
                endpoints: endpoints.map { endpoint in
                    unsafe USBEndpoint(
                        address: endpoint.bEndpointAddress,
                        isInterrupt: endpoint.bmAttributes & 3 == 3,
                        packetSize: Int(endpoint.wMaxPacketSize & 0x7FF),
                        interval: endpoint.bInterval
                    )
                },
                reportDescriptor: SystemFiles.reportDescriptor(of: "\(place):\(value).\(number)")
            )
        }
    }
}
