import Bench
import Foundation
import OTPCore
import OTPDevices
import Synchronization
import Testing

@Suite struct StateTests {
    /// A disk that fails when it is told to, and remembers the counters it took.
    private final class FailingStore: DeviceStore {
        let isFull = Mutex(false)
        let counters = Mutex<[UInt64]>([])

        var isLasting: Bool { true }

        func load() async throws(StoreError) -> StoredBench {
            StoredBench(devices: [], clock: StoredClock(), complaints: [])
        }

        func store(_ records: [DeviceRecord]) async throws(StoreError) {
            guard !self.isFull.withLock({ $0 }) else { throw .failed(path: "disk", reason: "full") }
            self.counters.withLock { $0 += records.compactMap(\.snapshot.counter) }
        }

        func remove(_ serialNumber: SerialNumber, revision: UInt64) async throws(StoreError) {}
        func store(clock: StoredClock) async throws(StoreError) {}
    }

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test func theNextCounterIsStoredBeforeACodeIsShown() async throws {
        let store = FailingStore()
        let bench = try await TestBench(store: store)
        let display = try await bench.add(profile: .hotpCodeDisplay)
        #expect(try await display.press(.main).text == "755224")
        #expect(store.counters.withLock { $0 } == [0, 1])
    }

    @Test func aCodeWhoseCounterCannotBeStoredIsSkippedAndNeverShown() async throws {
        let store = FailingStore()
        let bench = try await TestBench(store: store)
        let display = try await bench.add(profile: .hotpCodeDisplay)
        store.isFull.withLock { $0 = true }
        await #expect(throws: BenchRefusal.notStored(.failed(path: "disk", reason: "full"))) {
            try await display.press(.main)
        }
        #expect(try await display.view().text == nil)
        store.isFull.withLock { $0 = false }
        #expect(try await display.press(.main).text == "287082")
    }

    @Test func aDeviceComesBackWithEverythingButItsLight() async throws {
        try await self.withDirectory { path in
            var before: OTPSnapshot?
            do {
                let bench = try await TestBench(store: StateDirectory(path: path))
                let reader = try await bench.add(.audioCodeReader, profile: .hotpAudioCodeReader)
                _ = try await reader.press(.red)
                _ = try await reader.apply(DeviceClockChange(offsetMilliseconds: -1500, driftPPM: 12))
                before = try await reader.snapshot()
                // Told to stop before it has begun, it still stores what there is to store.
                let running = Task { await bench.registry.run() }
                running.cancel()
                await running.value
            }
            before?.reading = nil
            let bench = try await TestBench(store: StateDirectory(path: path))
            #expect(try await bench.registry.otp(SerialNumber("A")).snapshot() == before)
        }
    }

    @Test func twoBenchesCannotShareADirectory() async throws {
        try await self.withDirectory { path in
            let first = try StateDirectory(path: path)
            #expect(throws: StoreError.inUse(path: path, by: "process \(ProcessInfo.processInfo.processIdentifier)")) {
                try StateDirectory(path: path)
            }
            #expect(try await first.load().devices.isEmpty)
        }
    }

    @Test func anEarlierRecordNeverComesOverALaterOne() async throws {
        try await self.withDirectory { path in
            let bench = try await TestBench()
            let display = try await bench.add(profile: .hotpCodeDisplay)
            let early = try await display.snapshot()
            _ = try await display.press(.main)
            let late = try await display.snapshot()
            let store = try StateDirectory(path: path)
            try await store.store([DeviceRecord(snapshot: .otp(late), revision: 2)])
            try await store.store([DeviceRecord(snapshot: .otp(early), revision: 1)])
            #expect(try await store.load().devices.map(\.counter) == [1])
            try await store.remove(display.serialNumber, revision: 4)
            try await store.store([DeviceRecord(snapshot: .otp(late), revision: 3)])
            #expect(try await store.load().devices.isEmpty)
            try await store.store([DeviceRecord(snapshot: .otp(late), revision: 5)])
            #expect(try await store.load().devices.count == 1)
        }
    }

    @Test func aFileCutAnywhereIsSetAsideAndNeverTakenForADevice() async throws {
        try await self.withDirectory { path in
            let bench = try await TestBench()
            let display = try await bench.add()
            _ = try await display.press(.main)
            let whole = DeviceDocument.encode(.otp(try await display.snapshot()))
            let store = try StateDirectory(path: path)
            let file = URL(fileURLWithPath: path + "/devices/A.json")
            for length in stride(from: 0, to: whole.count, by: 7) {
                try Data(whole.prefix(length)).write(to: file)
                let loaded = try await store.load()
                #expect(loaded.devices.isEmpty)
                #expect(loaded.complaints.count == 1)
                #expect(loaded.complaints.first?.contains("A.json") == true)
            }
            try Data(whole).write(to: file)
            #expect(try await store.load().devices.count == 1)
        }
    }
}

extension DeviceSnapshot {
    /// The counter of the next code, of devices that have one.
    fileprivate var counter: UInt64? {
        guard case .otp(let snapshot) = self else { return nil }
        return snapshot.counter
    }
}
