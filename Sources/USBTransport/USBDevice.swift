/// A USB device as it describes itself, USB 2.0, section 9.6, and the place where it is plugged in.
package struct USBDevice: Hashable, Sendable {
    package let place: USBPlace

    /// Its number on the bus, which is another after each plugging in.
    package let address: UInt8

    package let vendor: UInt16
    package let product: UInt16

    /// bcdDevice: the maker's number of the revision, as 0x0123 for 1.23.
    package let release: UInt16

    /// Its strings, where the system has read them.
    package var manufacturerName: String?
    package var productName: String?
    package var serialNumber: String?

    /// The interfaces of its first configuration, each in its first setting.
    package var interfaces: [USBInterface]

    /// The path of what a program opens to talk to it.
    package var path: String {
        "/dev/bus/usb/\(Self.padded(self.place.bus))/\(Self.padded(self.address))"
    }

    private static func padded(_ number: UInt8) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

/// Bus and ports of a device; the same for the next device in that port.
package struct USBPlace: Hashable, Sendable, CustomStringConvertible {
    package let bus: UInt8

    /// The ports from the root hub to the device.
    package let ports: [UInt8]

    package init(bus: UInt8, ports: [UInt8]) {
        self.bus = bus
        self.ports = ports
    }

    /// As the kernel writes it: `1-4.2` is port 2 of the hub in port 4 of bus 1.
    package var description: String {
        "\(self.bus)-" + self.ports.map { "\($0)" }.joined(separator: ".")
    }
}

/// An interface of a device, USB 2.0, section 9.6.5.
package struct USBInterface: Hashable, Sendable {
    package let number: UInt8
    package let classCode: UInt8
    package let subclassCode: UInt8
    package let protocolCode: UInt8
    package let endpoints: [USBEndpoint]

    /// The report descriptor of an HID interface, where the system shows it: as long as the kernel's driver has the interface.
    package var reportDescriptor: [UInt8]?

    /// Whether the class is HID, HID 1.11, section 4.1.
    package var isHID: Bool { self.classCode == 3 }

    /// The interrupt endpoint that the host reads; nil if there is none.
    package var input: USBEndpoint? { self.endpoints.first { $0.isInput && $0.isInterrupt } }

    /// The interrupt endpoint that the host writes; nil if there is none.
    package var output: USBEndpoint? { self.endpoints.first { !$0.isInput && $0.isInterrupt } }
}

/// An endpoint of an interface, USB 2.0, section 9.6.6.
package struct USBEndpoint: Hashable, Sendable {
    package let address: UInt8
    package let isInterrupt: Bool

    /// The largest packet, in bytes.
    package let packetSize: Int

    /// bInterval as it stands in the descriptor.
    package let interval: UInt8

    package var isInput: Bool { self.address & 0x80 != 0 }
}
