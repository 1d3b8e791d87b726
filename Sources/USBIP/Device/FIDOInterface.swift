import NIOCore

/// The HID interface of an authenticator: reports of 64 bytes both ways, CTAP 2.1, section 11.2.8.
struct FIDOInterface {
    private struct Delivery {
        /// Nothing once the host has taken its transfer back.
        var sequence: UInt32?
        let length: Int
    }

    static let number: UInt8 = 0
    static let reportLength = 64
    /// How many reports wait for a host that does not fetch them: several of the longest messages.
    private static let reportLimit = 1024
    private static let deliveryLimit = 256

    private var reports = InPipe(packetSize: Self.reportLength, messageLimit: Self.reportLimit)
    /// Reports of the host that the device has not taken yet, the oldest first.
    private var deliveries: CircularBuffer<Delivery> = []
    /// In units of 4 ms, HID 1.11, section 7.2.4; kept for the host, since no report repeats itself.
    private var idleRate: UInt8 = 0

    /// Usage page F1D0, usage 01, one input and one output report of 64 bytes: CTAP 2.1, section 11.2.8.2.
    static let reportDescriptor: [UInt8] = [
        0x06, 0xD0, 0xF1, 0x09, 0x01, 0xA1, 0x01,
        0x09, 0x20, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x40, 0x81, 0x02,
        0x09, 0x21, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x40, 0x91, 0x02,
        0xC0,
    ]

    /// HID 1.11, section 6.2.1: version 1.11, no country, one report descriptor.
    static let hidDescriptor: [UInt8] = [
        9, DescriptorType.interfaceClass.rawValue, 0x11, 0x01, 0, 1, DescriptorType.report.rawValue,
        UInt8(clamping: Self.reportDescriptor.count), 0,
    ]

    static let descriptors =
        DescriptorSet.interface(Self.number, endpoints: 2, class: .hid, name: 4)
        + Self.hidDescriptor
        + DescriptorSet.endpoint(.hidIn, .interrupt, size: 64, interval: 5)
        + DescriptorSet.endpoint(.hidOut, .interrupt, size: 64, interval: 5)

    /// The host awaits a report.
    mutating func reportAwaited(by urb: URB) -> [USBDeviceAction] {
        [USBDeviceAction](self.reports.submitted(sequence: urb.sequence, length: urb.length))
    }

    /// The host sends a report; its transfer ends when the device has taken it.
    mutating func reportSubmitted(by urb: URB) -> [USBDeviceAction] {
        guard urb.data.count == Self.reportLength else { return [.complete(urb, failing: .stalled)] }
        guard self.deliveries.count < Self.deliveryLimit else { return [.complete(urb, failing: .noMemory)] }
        self.deliveries.append(Delivery(sequence: urb.sequence, length: urb.length))
        return [.deliverReport(urb.data)]
    }

    /// The device has taken the oldest report.
    mutating func reportTaken() -> [USBDeviceAction] {
        guard let delivery = self.deliveries.popFirst(), let sequence = delivery.sequence else { return [] }
        return [.complete(URBCompletion(sequence: sequence, takenLength: delivery.length))]
    }

    /// The device sends a report.
    mutating func reportSent(_ report: [UInt8]) -> [USBDeviceAction] {
        [USBDeviceAction](self.reports.sent(report))
    }

    /// A request of the HID class, HID 1.11, section 7.2.
    mutating func requested(by urb: URB) -> [USBDeviceAction] {
        let type = urb.setup.value >> 8
        switch (HIDRequest(rawValue: urb.setup.request), urb.setup.isIn) {
        case (.setIdle, false):
            self.idleRate = UInt8(truncatingIfNeeded: type)
            return [.complete(urb, sending: nil)]
        case (.getIdle, true):
            return [.complete(urb, sending: [self.idleRate])]
        case (.setReport, false) where type == HIDRequest.outputReport:
            return self.reportSubmitted(by: urb)
        case (.getReport, true) where type == HIDRequest.inputReport:
            // There is none to be asked for: reports come when they come.
            return [.complete(urb, sending: [UInt8](repeating: 0, count: Self.reportLength))]
        default:
            return [.complete(urb, failing: .stalled)]
        }
    }

    /// The host wants a transfer back; says whether it still waited.
    ///
    /// A report that is on its way to the device stays so.
    mutating func unlinked(_ sequence: UInt32) -> Bool {
        if let index = self.deliveries.firstIndex(where: { $0.sequence == sequence }) {
            self.deliveries[index].sequence = nil
            return true
        }
        return self.reports.unlinked(sequence)
    }

    /// The endpoint to the host halts.
    mutating func reportsHalted() -> [USBDeviceAction] {
        self.reports.stalled().map(USBDeviceAction.complete)
    }

    /// The bus is set up anew: nobody waits for the old reports any more.
    mutating func configured() {
        self.reports.forgetMessages()
        self.idleRate = 0
    }
}
