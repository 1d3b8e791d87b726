package import OTPCore

/// Keeps nothing: for a bench whose devices end with it.
package struct MemoryStore: DeviceStore {
    package init() {}

    package var isLasting: Bool { false }

    package func load() async throws(StoreError) -> StoredBench {
        StoredBench(devices: [], clock: StoredClock(), complaints: [])
    }

    package func store(_ records: [DeviceRecord]) async throws(StoreError) {}
    package func remove(_ serialNumber: SerialNumber, revision: UInt64) async throws(StoreError) {}
    package func store(clock: StoredClock) async throws(StoreError) {}
}
