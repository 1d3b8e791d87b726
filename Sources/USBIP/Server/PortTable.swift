import NIOCore

/// What is plugged in where, and who has attached it.
struct PortTable: Sendable {
    /// A host that has a device: its connection, and when the device is free again.
    struct Attachment: Sendable {
        let channel: any Channel
        let ended: EventLoopFuture<Void>
    }

    private struct Port: Sendable {
        let device: ExportedDevice
        var attachment: Attachment?
    }

    /// More ports than any host controller of Linux's vhci has.
    private static let portLimit: UInt16 = 1024

    private var ports: [UInt16: Port] = [:]

    var entries: [DeviceEntry] {
        self.ports.sorted { $0.key < $1.key }.map { $0.value.device.entry(at: BusID(port: $0.key)) }
    }

    var attachments: [Attachment] {
        self.ports.values.compactMap(\.attachment)
    }

    /// Plugs a device into the lowest free port; nothing if there is none.
    mutating func plug(_ device: ExportedDevice) -> BusID? {
        guard let port = (1...Self.portLimit).first(where: { self.ports[$0] == nil }) else { return nil }
        self.ports[port] = Port(device: device)
        return BusID(port: port)
    }

    /// Pulls a device out, and says who had it.
    mutating func unplug(_ busID: BusID) -> Attachment? {
        self.ports.removeValue(forKey: busID.port)?.attachment
    }

    /// A host asks for a device, which it then has alone.
    mutating func claim(_ busID: BusID, for attachment: Attachment) -> Claim {
        guard let port = self.ports[busID.port] else { return .refused(.noSuchDevice) }
        guard port.attachment == nil else { return .refused(.deviceBusy) }
        self.ports[busID.port]?.attachment = attachment
        return .granted(port.device)
    }

    /// The host has left the device, or never came to use it.
    mutating func release(_ busID: BusID, by channel: any Channel) {
        guard self.ports[busID.port]?.attachment?.channel === channel else { return }
        self.ports[busID.port]?.attachment = nil
    }
}
