import USBIP

/// What a host does with a device, in short words.
extension USBDevice {
    static func key(hasCard: Bool = true) -> USBDevice {
        USBDevice(profile: USBDeviceProfile(product: "Chip", serialNumber: "CHIP-1"), hasCard: hasCard)
    }

    /// A device that a host has set up.
    static func configured(hasCard: Bool = true) -> USBDevice {
        var device = Self.key(hasCard: hasCard)
        _ = device.control(0x00, 0x09, value: 1)
        return device
    }

    /// A control transfer; sequence number 1000.
    mutating func control(
        _ requestType: UInt8,
        _ request: UInt8,
        value: UInt16 = 0,
        index: UInt16 = 0,
        length: UInt16 = 0,
        data: [UInt8] = []
    ) -> [USBDeviceAction] {
        let isIn = requestType & 0x80 != 0
        return self.submitted(
            URB(
                sequence: 1000,
                endpoint: EndpointAddress(rawValue: isIn ? 0x80 : 0x00),
                length: Int(length),
                setup: SetupPacket(
                    requestType: requestType,
                    request: request,
                    value: value,
                    index: index,
                    length: length
                ),
                data: data
            )
        )
    }

    /// What a control transfer brought; nothing if it stalled.
    mutating func asked(
        _ requestType: UInt8,
        _ request: UInt8,
        value: UInt16 = 0,
        index: UInt16 = 0,
        length: UInt16 = 0
    ) -> [UInt8]? {
        let actions = self.control(requestType, request, value: value, index: index, length: length)
        guard case .complete(let completion) = actions.first, completion.status == .success else { return nil }
        return completion.data
    }

    mutating func read(_ endpoint: EndpointAddress, _ sequence: UInt32, length: Int = 64) -> [USBDeviceAction] {
        self.submitted(URB(sequence: sequence, endpoint: endpoint, length: length))
    }

    mutating func write(_ endpoint: EndpointAddress, _ sequence: UInt32, _ data: [UInt8]) -> [USBDeviceAction] {
        self.submitted(URB(sequence: sequence, endpoint: endpoint, length: data.count, data: data))
    }
}

extension USBDeviceAction {
    static func stalled(_ sequence: UInt32) -> USBDeviceAction {
        .complete(URBCompletion(sequence: sequence, failing: .stalled))
    }

    static func sent(_ sequence: UInt32, _ data: [UInt8]) -> USBDeviceAction {
        .complete(URBCompletion(sequence: sequence, sending: data))
    }

    static func taken(_ sequence: UInt32, _ length: Int = 64) -> USBDeviceAction {
        .complete(URBCompletion(sequence: sequence, takenLength: length))
    }
}
