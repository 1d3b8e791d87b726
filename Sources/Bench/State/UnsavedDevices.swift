import Synchronization

/// The devices that changed since they were last stored.
final class UnsavedDevices: Sendable {
    private let hosts = Mutex<[OTPHost]>([])

    func append(_ host: OTPHost) {
        self.hosts.withLock { $0.append(host) }
    }

    func takeAll() -> [OTPHost] {
        self.hosts.withLock { hosts in
            defer { hosts = [] }
            return hosts
        }
    }
}
