import Dispatch
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
    private let lanes = (0..<12).map { DispatchQueue(label: "mitid-bench.state.\($0)") }
    private let places = (0..<16).map { _ in StatePlaces() }

    /// Opens the directory, making it if it is not there, and keeps every other bench out.
    package init(path: String) throws(StoreError) {
        let path = try StateFile.makeRoot(path)
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
            try self.places(of: serialNumber).remove(serialNumber, revision) { () throws(StoreError) in
                try StateFile.remove(self.file(of: serialNumber))
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
        try self.each(of: records) { record throws(StoreError) in
            try StateFile.write(self.draft(of: record), DeviceDocument.encode(record.snapshot))
        }
        if records.count < Self.manyFiles {
            for record in records {
                try StateFile.synchronize(self.draft(of: record))
            }
        } else {
            StateFile.synchronizeEverything()
        }
        try self.each(of: records) { record throws(StoreError) in
            try self.putInPlace(record)
        }
        try StateFile.synchronize(directory: self.folder)
    }

    private func putInPlace(_ record: DeviceRecord) throws(StoreError) {
        let serialNumber = record.snapshot.serialNumber
        let isLatest = try self.places(of: serialNumber).put(serialNumber, record.revision) { () throws(StoreError) in
            try StateFile.move(self.draft(of: record), to: self.file(of: serialNumber))
        }
        if !isLatest {
            try StateFile.remove(self.draft(of: record))
        }
    }

    /// Does the same for each record, several at a time if there are many.
    ///
    /// To replace a file can mean to wait for the disk, so there are more lanes than processors; queues of their own get
    /// threads of their own.
    private func each(
        of records: [DeviceRecord],
        _ work: @escaping @Sendable (DeviceRecord) throws(StoreError) -> Void
    ) throws(StoreError) {
        guard records.count >= Self.manyFiles else {
            if let failure = Self.failure(of: records[...], work) {
                throw failure
            }
            return
        }
        let failure = Mutex<StoreError?>(nil)
        let piece = (records.count + self.lanes.count - 1) / self.lanes.count
        let group = DispatchGroup()
        for (number, lane) in self.lanes.enumerated() {
            lane.async(group: group) {
                if let error = Self.failure(of: records.dropFirst(number * piece).prefix(piece), work) {
                    failure.withLock { $0 = error }
                }
            }
        }
        group.wait()
        if let failure = failure.withLock({ $0 }) {
            throw failure
        }
    }

    private static func failure(
        of records: ArraySlice<DeviceRecord>,
        _ work: @Sendable (DeviceRecord) throws(StoreError) -> Void
    ) -> StoreError? {
        do {
            for record in records {
                try work(record)
            }
            return nil
        } catch {
            return error
        }
    }

    private var folder: String { self.path + "/devices" }

    private func file(of serialNumber: SerialNumber) -> String {
        "\(self.folder)/\(serialNumber.text).json"
    }

    private func draft(of record: DeviceRecord) -> String {
        "\(self.file(of: record.snapshot.serialNumber)).\(record.revision).tmp"
    }

    private func writer(of serialNumber: SerialNumber) -> StateWriter {
        self.writers[Self.sum(of: serialNumber) % self.writers.count]
    }

    private func places(of serialNumber: SerialNumber) -> StatePlaces {
        self.places[Self.sum(of: serialNumber) % self.places.count]
    }

    private static func sum(of serialNumber: SerialNumber) -> Int {
        serialNumber.text.utf8.reduce(0) { $0 &+ Int($1) }
    }
}
