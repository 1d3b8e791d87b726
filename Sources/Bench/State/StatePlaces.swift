import OTPCore
import Synchronization

/// The files of some devices, and how late the state in each is.
final class StatePlaces: Sendable {
    /// The revision of the last record in place, or of the removal.
    private let revisions = Mutex<[SerialNumber: UInt64]>([:])

    /// Puts a record in place, unless a later one is there.
    func put(
        _ serialNumber: SerialNumber,
        _ revision: UInt64,
        _ work: () throws(StoreError) -> Void
    ) throws(StoreError) -> Bool {
        try self.revisions.withLock { revisions throws(StoreError) in
            guard revision > revisions[serialNumber] ?? 0 else { return false }
            try work()
            revisions[serialNumber] = revision
            return true
        }
    }

    /// Takes a device away, and with it every record up to that revision that may still come.
    func remove(
        _ serialNumber: SerialNumber,
        _ revision: UInt64,
        _ work: () throws(StoreError) -> Void
    ) throws(StoreError) {
        try self.revisions.withLock { revisions throws(StoreError) in
            try work()
            revisions[serialNumber] = max(revision, revisions[serialNumber] ?? 0)
        }
    }
}
