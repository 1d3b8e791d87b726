/// Why bytes are not the snapshot of a device; names the member, never its value.
package struct SnapshotFault: Error, Equatable {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
