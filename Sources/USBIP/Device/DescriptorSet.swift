import NIOCore

/// Everything that a device says of itself when it is plugged in.
struct DescriptorSet {
    let device: [UInt8]
    let configuration: [UInt8]
    private let strings: [String]

    static let configurationValue: UInt8 = 1
    /// The only language, English (United States).
    private static let language: UInt16 = 0x0409

    init(profile: USBDeviceProfile, hasCard: Bool) {
        self.strings = [
            profile.manufacturer, profile.product, profile.serialNumber, "\(profile.product) FIDO",
            "\(profile.product) CCID",
        ]
        self.device = Self.device(profile)
        self.configuration = Self.configuration(hasCard: hasCard)
    }

    /// The string of an index, USB 2.0, section 9.6.7; nothing if there is none.
    func string(_ index: UInt8) -> [UInt8]? {
        var units = [Self.language]
        if index > 0 {
            guard self.strings.indices.contains(Int(index) - 1) else { return nil }
            units = Array(self.strings[Int(index) - 1].utf16.prefix(126))
        }
        let bytes = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        return [UInt8(clamping: 2 + bytes.count), DescriptorType.string.rawValue] + bytes
    }

    /// USB 2.0, section 9.6.1.
    private static func device(_ profile: USBDeviceProfile) -> [UInt8] {
        var out = ByteBuffer()
        // USB 2.0, the class told by each interface, packets of 64 bytes at endpoint 0.
        out.writeBytes([18, DescriptorType.device.rawValue, 0x00, 0x02, 0, 0, 0, 64])
        out.writeMultipleIntegers(profile.vendorID, profile.productID, profile.release, endianness: .little)
        // Manufacturer, product, serial number; one configuration.
        out.writeBytes([1, 2, 3, 1])
        return Array(out.readableBytesView)
    }

    /// USB 2.0, section 9.6.3, and what follows it.
    private static func configuration(hasCard: Bool) -> [UInt8] {
        let interfaces = FIDOInterface.descriptors + (hasCard ? CCIDInterface.descriptors : [])
        let total = UInt16(clamping: 9 + interfaces.count)
        let header: [UInt8] = [
            9, DescriptorType.configuration.rawValue, UInt8(truncatingIfNeeded: total),
            UInt8(truncatingIfNeeded: total >> 8), hasCard ? 2 : 1, Self.configurationValue, 0,
            // Powered by the bus, 100 mA.
            0x80, 50,
        ]
        return header + interfaces
    }

    /// An interface's own descriptor, USB 2.0, section 9.6.5.
    static func interface(_ number: UInt8, endpoints: UInt8, class: InterfaceClass, name: UInt8) -> [UInt8] {
        [
            9, DescriptorType.interface.rawValue, number, 0, endpoints, `class`.code, `class`.subclass,
            `class`.protocol, name,
        ]
    }

    /// An endpoint's descriptor, USB 2.0, section 9.6.6.
    static func endpoint(_ address: EndpointAddress, _ type: TransferType, size: UInt8, interval: UInt8) -> [UInt8] {
        [7, DescriptorType.endpoint.rawValue, address.rawValue, type.rawValue, size, 0, interval]
    }
}
