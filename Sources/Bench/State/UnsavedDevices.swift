import Synchronization

/// The devices that changed since they were last stored.
final class UnsavedDevices: Sendable {
    private let hosts = Mutex<[DeviceHost]>([])

    func append(_ host: DeviceHost) {
        self.hosts.withLock { $0.append(host) }
    }

    func takeAll() -> [DeviceHost] {
        self.hosts.withLock { hosts in
            defer { hosts = [] }
            return hosts
        }
    }
}
