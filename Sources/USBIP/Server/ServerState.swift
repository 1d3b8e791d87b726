import NIOCore
import Synchronization

/// What the connections of a server share.
final class ServerState: Sendable {
    private struct Shared {
        var ports = PortTable()
        var connectionCount = 0
        var isEnding = false
    }

    private let shared = Mutex(Shared())

    var entries: [DeviceEntry] {
        self.shared.withLock { $0.ports.entries }
    }

    func plug(_ device: ExportedDevice) -> BusID? {
        self.shared.withLock { $0.isEnding ? nil : $0.ports.plug(device) }
    }

    func unplug(_ busID: BusID) -> PortTable.Attachment? {
        self.shared.withLock { $0.ports.unplug(busID) }
    }

    func claim(_ busID: BusID, for attachment: PortTable.Attachment) -> Claim {
        self.shared.withLock { $0.isEnding ? .refused(.noSuchDevice) : $0.ports.claim(busID, for: attachment) }
    }

    func release(_ busID: BusID, by channel: any Channel) {
        self.shared.withLock { $0.ports.release(busID, by: channel) }
    }

    /// Says whether there is room for another connection, and takes it.
    func connectionOpened(limit: Int) -> Bool {
        self.shared.withLock { shared in
            guard shared.connectionCount < limit else { return false }
            shared.connectionCount += 1
            return true
        }
    }

    func connectionClosed() {
        self.shared.withLock { $0.connectionCount -= 1 }
    }

    /// Nothing is plugged in or attached any more; says who still has something.
    func ending() -> [PortTable.Attachment] {
        self.shared.withLock { shared in
            shared.isEnding = true
            return shared.ports.attachments
        }
    }
}
