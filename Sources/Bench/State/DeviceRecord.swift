/// The state of a device on its way into a store.
package struct DeviceRecord: Sendable {
    package let snapshot: DeviceSnapshot
    /// Goes up with every record of a bench: of two records of a device, the one with more is the later one.
    package let revision: UInt64

    package init(snapshot: DeviceSnapshot, revision: UInt64) {
        self.snapshot = snapshot
        self.revision = revision
    }
}
