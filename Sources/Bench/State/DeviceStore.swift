package import OTPCore

/// Where devices live while the bench does not run.
package protocol DeviceStore: Sendable {
    /// Whether anything written here can be read by a later run.
    var isLasting: Bool { get }

    /// Everything that was stored, once, before anything else.
    func load() async throws(StoreError) -> StoredBench

    /// Stores devices, durably before it returns; never over a later record of the same device.
    func store(_ records: [DeviceRecord]) async throws(StoreError)

    /// Forgets a device, and every record of it up to that revision.
    func remove(_ serialNumber: SerialNumber, revision: UInt64) async throws(StoreError)

    func store(clock: StoredClock) async throws(StoreError)
}
