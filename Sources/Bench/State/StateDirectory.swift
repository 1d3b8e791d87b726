package import OTPCore
import Synchronization

/// A directory with one file for each device and one for the clock.
///
/// A file is replaced as a whole or not at all. One that cannot be read is set aside under its name and reported; it keeps no
/// other device from being loaded.
package final class StateDirectory: DeviceStore {
    private let path: String
    private let lock: StateLock
    private let writers: [StateWriter]
    private let batchWriter = StateWriter()
    private let clockWriter = StateWriter()
    /// From how many files on it is quicker to let the system write back everything than each file by itself.
    private static let manyFiles = 32
    /// The revision of the last record in place, or of the removal, of each device.
    private let revisions = Mutex<[SerialNumber: UInt64]>([:])

    /// Opens the directory, making it if it is not there, and keeps every other bench out.
    package init(path: String) throws(StoreError) {
        try StateFile.makeDirectory(path)
        self.lock = try StateLock(directory: path)
        try StateFile.makeDirectory(path + "/devices")
        self.path = path
        self.writers = (0..<4).map { _ in StateWriter() }
    }

    package var isLasting: Bool { true }

    package func load() async throws(StoreError) -> StoredBench {
        try await self.batchWriter.perform { () throws(StoreError) in
            try StateDirectory.load(self.path)
        }
    }

    package func store(_ records: [DeviceRecord]) async throws(StoreError) {
        let writer = records.count == 1 ? self.writer(of: records[0].snapshot.serialNumber) : self.batchWriter
        try await writer.perform { () throws(StoreError) in
            try self.write(records)
        }
    }

    package func remove(_ serialNumber: SerialNumber, revision: UInt64) async throws(StoreError) {
        try await self.writer(of: serialNumber).perform { () throws(StoreError) in
            try self.revisions.withLock { revisions throws(StoreError) in
                try StateFile.remove(self.file(of: serialNumber))
                revisions[serialNumber] = max(revision, revisions[serialNumber] ?? 0)
            }
            try StateFile.synchronize(directory: self.folder)
        }
    }

    package func store(clock: StoredClock) async throws(StoreError) {
        try await self.clockWriter.perform { () throws(StoreError) in
            let file = self.path + "/clock.json"
            let draft = file + ".tmp"
            try StateFile.write(draft, ClockDocument.encode(clock))
            try StateFile.synchronize(draft)
            try StateFile.move(draft, to: file)
            try StateFile.synchronize(directory: self.path)
        }
    }

    /// Writes drafts, makes them durable, puts them in place, and makes that durable.
    private func write(_ records: [DeviceRecord]) throws(StoreError) {
        var drafts: [(file: String, record: DeviceRecord)] = []
        for record in records {
            let draft = "\(self.file(of: record.snapshot.serialNumber)).\(record.revision).tmp"
            try StateFile.write(draft, SnapshotDocument.encode(record.snapshot))
            drafts.append((draft, record))
        }
        if drafts.count < Self.manyFiles {
            for (draft, _) in drafts {
                try StateFile.synchronize(draft)
            }
        } else {
            StateFile.synchronizeEverything()
        }
        for (draft, record) in drafts {
            let serialNumber = record.snapshot.serialNumber
            try self.revisions.withLock { revisions throws(StoreError) in
                guard record.revision > revisions[serialNumber] ?? 0 else {
                    // Somebody was faster with a later state: this one must not come over it.
                    return try StateFile.remove(draft)
                }
                try StateFile.move(draft, to: self.file(of: serialNumber))
                revisions[serialNumber] = record.revision
            }
        }
        try StateFile.synchronize(directory: self.folder)
    }

    private var folder: String { self.path + "/devices" }

    private func file(of serialNumber: SerialNumber) -> String {
        "\(self.folder)/\(serialNumber.text).json"
    }

    private func writer(of serialNumber: SerialNumber) -> StateWriter {
        let sum = serialNumber.text.utf8.reduce(0) { $0 &+ Int($1) }
        return self.writers[sum % self.writers.count]
    }
}
