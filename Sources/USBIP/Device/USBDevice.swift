/// A security key on a USB bus: a HID interface for FIDO and, if it is a smart card too, a CCID interface.
///
/// It is a value: transfers and what the authenticator and the card say go in, what is to be done comes out. It exists
/// from the moment its power comes to the moment its power goes. A bus reset is not among the events, since Linux keeps
/// it to itself; the host then sets the configuration again, and that ends whatever was half said, while the
/// authenticator keeps its power.
package struct USBDevice: Sendable {
    let descriptors: DescriptorSet
    var configuration: UInt8 = 0
    var halted: Set<EndpointAddress> = []
    var fido = FIDOInterface()
    var ccid: CCIDInterface?

    package init(profile: USBDeviceProfile, hasCard: Bool) {
        self.descriptors = DescriptorSet(profile: profile, hasCard: hasCard)
        self.ccid = hasCard ? CCIDInterface() : nil
    }

    /// The interfaces of such a device, in their order.
    package static func interfaces(hasCard: Bool) -> [InterfaceClass] {
        hasCard ? [.hid, .smartCard] : [.hid]
    }

    /// The host asks for a transfer.
    package mutating func submitted(_ urb: URB) -> [USBDeviceAction] {
        // Both directions of endpoint 0 are one.
        if urb.endpoint.rawValue & 0x0F == 0 {
            return self.controlSubmitted(urb)
        }
        guard self.hasEndpoint(urb.endpoint), !self.halted.contains(urb.endpoint) else {
            return [.complete(urb, failing: .stalled)]
        }
        switch urb.endpoint {
        case .hidIn: return self.fido.reportAwaited(by: urb)
        case .hidOut: return self.fido.reportSubmitted(by: urb)
        default: return self.ccid?.submitted(urb) ?? []
        }
    }

    /// The host wants a transfer back: ``URBStatus/unlinked`` if it still waited, ``URBStatus/success`` if it had ended.
    package mutating func unlinked(_ sequence: UInt32) -> URBStatus {
        if self.fido.unlinked(sequence) || self.ccid?.unlinked(sequence) == true {
            return .unlinked
        }
        return .success
    }

    /// The authenticator has taken the oldest report that it was given.
    package mutating func reportTaken() -> [USBDeviceAction] {
        self.fido.reportTaken()
    }

    /// The authenticator sends a report.
    package mutating func reportSent(_ report: [UInt8]) -> [USBDeviceAction] {
        self.fido.reportSent(report)
    }

    /// The card has done what it was told.
    package mutating func cardAnswered(_ answer: CardAnswer) -> [USBDeviceAction] {
        self.ccid?.cardAnswered(answer) ?? []
    }

    /// Whether the card is at work; ``cardStillWorking()`` is then due once a second.
    package var isCardWorking: Bool {
        self.ccid?.isCardWorking ?? false
    }

    /// The card has been at work for another second.
    package mutating func cardStillWorking() -> [USBDeviceAction] {
        self.ccid?.cardStillWorking() ?? []
    }

    /// Whether a configured device has this endpoint, besides endpoint 0.
    func hasEndpoint(_ endpoint: EndpointAddress) -> Bool {
        guard self.configuration != 0 else { return false }
        return switch endpoint {
        case .hidIn, .hidOut: true
        case .ccidIn, .ccidOut, .ccidNotification: self.ccid != nil
        default: false
        }
    }
}
