extension USBDevice {
    /// Whom a request is for, and by whom it is defined: bmRequestType without its direction, USB 2.0, table 9-2.
    private static let standardDevice: UInt8 = 0x00
    private static let standardInterface: UInt8 = 0x01
    private static let standardEndpoint: UInt8 = 0x02
    private static let classInterface: UInt8 = 0x21

    /// The feature of endpoints that can be set and cleared, USB 2.0, table 9-6.
    private static let endpointHalt: UInt16 = 0

    /// The host asks something over endpoint 0.
    mutating func controlSubmitted(_ urb: URB) -> [USBDeviceAction] {
        let setup = urb.setup
        // A transfer has one direction, and whoever says two would take its answer for something else.
        guard setup.length == 0 || setup.isIn == (urb.endpoint.rawValue & 0x80 != 0) else {
            return [.complete(urb, failing: .stalled)]
        }
        switch setup.requestType & 0x7F {
        case Self.standardDevice:
            return self.deviceRequested(StandardRequest(rawValue: setup.request), by: urb)
        case Self.standardInterface:
            guard let answer = self.interfaceAnswer(StandardRequest(rawValue: setup.request), setup) else { break }
            return [.complete(urb, sending: setup.isIn ? answer : nil)]
        case Self.standardEndpoint:
            return self.endpointRequested(StandardRequest(rawValue: setup.request), by: urb)
        case Self.classInterface where self.configuration != 0:
            if setup.index == UInt16(FIDOInterface.number) {
                return self.fido.requested(by: urb)
            }
            if setup.index == UInt16(CCIDInterface.number), self.ccid != nil {
                return self.ccid?.requested(by: urb) ?? []
            }
        default:
            break
        }
        return [.complete(urb, failing: .stalled)]
    }

    /// A request that is for the device as a whole, USB 2.0, section 9.4.
    ///
    /// Whatever is not answered stalls: the device qualifier too, since the device has one speed.
    private mutating func deviceRequested(_ request: StandardRequest, by urb: URB) -> [USBDeviceAction] {
        let setup = urb.setup
        switch (request, setup.isIn) {
        case (.getDescriptor, true):
            guard let descriptor = self.descriptor(of: setup.value) else { break }
            return [.complete(urb, sending: descriptor)]
        case (.getStatus, true):
            return [.complete(urb, sending: [0, 0])]
        case (.getConfiguration, true):
            return [.complete(urb, sending: [self.configuration])]
        case (.setConfiguration, false):
            guard setup.value == 0 || setup.value == UInt16(DescriptorSet.configurationValue) else { break }
            return [.complete(urb, sending: nil)] + self.configured(UInt8(truncatingIfNeeded: setup.value))
        default:
            break
        }
        return [.complete(urb, failing: .stalled)]
    }

    private func descriptor(of value: UInt16) -> [UInt8]? {
        switch DescriptorType(rawValue: UInt8(truncatingIfNeeded: value >> 8)) {
        case .device: self.descriptors.device
        case .configuration where value & 0xFF == 0: self.descriptors.configuration
        case .string: self.descriptors.string(UInt8(truncatingIfNeeded: value))
        default: nil
        }
    }

    /// Every endpoint begins anew, USB 2.0, section 9.1.1.5.
    private mutating func configured(_ value: UInt8) -> [USBDeviceAction] {
        self.configuration = value
        self.halted = []
        self.fido.configured()
        return self.ccid?.configured() ?? []
    }

    /// What an interface says, empty if there is nothing to say; nothing if it does not know the request.
    private func interfaceAnswer(_ request: StandardRequest, _ setup: SetupPacket) -> [UInt8]? {
        let isFIDO = setup.index == UInt16(FIDOInterface.number)
        guard isFIDO || (self.ccid != nil && setup.index == UInt16(CCIDInterface.number)) else { return nil }
        switch (request, setup.isIn) {
        case (.getStatus, true):
            return [0, 0]
        case (.getInterface, true) where self.configuration != 0:
            return [0]
        case (.setInterface, false) where self.configuration != 0 && setup.value == 0:
            return []
        case (.getDescriptor, true):
            switch DescriptorType(rawValue: UInt8(truncatingIfNeeded: setup.value >> 8)) {
            case .interfaceClass: return isFIDO ? FIDOInterface.hidDescriptor : CCIDInterface.ccidDescriptor
            case .report where isFIDO: return FIDOInterface.reportDescriptor
            default: return nil
            }
        default:
            return nil
        }
    }

    private mutating func endpointRequested(_ request: StandardRequest, by urb: URB) -> [USBDeviceAction] {
        let endpoint = EndpointAddress(rawValue: UInt8(truncatingIfNeeded: urb.setup.index))
        let isKnown = endpoint.rawValue & 0x0F == 0 || self.hasEndpoint(endpoint)
        switch (request, urb.setup.isIn) {
        case (.getStatus, true) where isKnown:
            return [.complete(urb, sending: [self.halted.contains(endpoint) ? 1 : 0, 0])]
        case (.clearFeature, false) where isKnown && urb.setup.value == Self.endpointHalt:
            self.halted.remove(endpoint)
            return [.complete(urb, sending: nil)]
        case (.setFeature, false) where self.hasEndpoint(endpoint) && urb.setup.value == Self.endpointHalt:
            self.halted.insert(endpoint)
            let ended = endpoint == .hidIn ? self.fido.reportsHalted() : self.ccid?.halted(endpoint) ?? []
            return [.complete(urb, sending: nil)] + ended
        default:
            return [.complete(urb, failing: .stalled)]
        }
    }
}
