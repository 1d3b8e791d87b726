package import Logging
package import OTPCore
package import OTPDevices

/// All devices of a bench, its clock and its events.
package actor DeviceRegistry {
    package nonisolated let clock: BenchClock
    package nonisolated let events: EventHub

    private let bench: BenchContext
    private let scheduler: WakeScheduler
    private let random: @Sendable (_ count: Int) throws -> [UInt8]
    private var hosts: [SerialNumber: OTPHost] = [:]
    /// Serial numbers of devices that are being stored.
    private var reserved: Set<SerialNumber> = []
    /// The serial numbers in order; nothing when it must be made anew.
    private var order: [SerialNumber]?

    /// Loads what the store holds.
    ///
    /// `wall` is the clock of the machine, `random` gives so many bytes that nobody can guess.
    package init(
        store: any DeviceStore,
        wall: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (_ count: Int) throws -> [UInt8],
        logger: Logger
    ) async throws(StoreError) {
        let stored = try await store.load()
        for complaint in stored.complaints {
            logger.warning("\(complaint)")
        }
        let clock = BenchClock(stored.clock, wall: wall)
        // A millionth of a second of the start for each event: a later start always numbers higher.
        let started = UInt64(max(0, wall().milliseconds))
        let events = EventHub(firstNumber: started &* 1000)
        let wakes = WakeQueue()
        self.clock = clock
        self.events = events
        self.bench = BenchContext(
            clock: clock,
            events: events,
            store: store,
            wakes: wakes,
            unsaved: UnsavedDevices(),
            revisions: Revisions(),
            logger: logger
        )
        self.scheduler = WakeScheduler(clock: clock, queue: wakes)
        self.random = random
        for snapshot in stored.devices {
            do {
                self.hosts[snapshot.serialNumber] = try OTPHost(snapshot, bench: self.bench)
            } catch {
                logger.error("device \(snapshot.serialNumber.text) cannot be put back", metadata: ["error": "\(error)"])
            }
        }
    }

    package var count: Int { self.hosts.count }

    /// The device of that serial number.
    package func host(_ serialNumber: SerialNumber) throws(BenchRefusal) -> OTPHost {
        guard let host = self.hosts[serialNumber] else { throw .unknownDevice(serialNumber) }
        return host
    }

    /// Devices in the order of their serial numbers: those after one, at most so many.
    package func hosts(after serialNumber: SerialNumber?, limit: Int) -> [OTPHost] {
        let order = self.order ?? self.hosts.keys.sorted { $0.text < $1.text }
        self.order = order
        var start = 0
        if let serialNumber {
            var end = order.count
            while start < end {
                let middle = (start + end) / 2
                if order[middle].text <= serialNumber.text {
                    start = middle + 1
                } else {
                    end = middle
                }
            }
        }
        return order[start...].prefix(max(0, limit)).compactMap { self.hosts[$0] }
    }

    // MARK: Making and removing

    /// Makes devices, all or none, and stores them before it returns.
    package func add(_ descriptions: [OTPDescription]) async throws(BenchRefusal) -> [OTPSnapshot] {
        let now = self.clock.now
        var taken: Set<SerialNumber> = []
        var snapshots: [OTPSnapshot] = []
        snapshots.reserveCapacity(descriptions.count)
        for description in descriptions {
            if let serial = description.serialNumber {
                guard self.isFree(serial), taken.insert(serial).inserted else { throw .serialExists(serial) }
            }
        }
        for description in descriptions {
            if let serial = description.serialNumber {
                snapshots.append(try self.newDevice(description, serial, at: now))
            } else {
                snapshots.append(try self.newDevice(description, self.newSerialNumber(besides: &taken), at: now))
            }
        }
        try await self.install(snapshots)
        return snapshots
    }

    /// Puts a device back from a snapshot, making it if it is not there.
    package func restore(
        _ snapshot: OTPSnapshot,
        allowingCounterRollback: Bool
    ) async throws(BenchRefusal) -> (device: OTPView, isNew: Bool) {
        if let host = self.hosts[snapshot.serialNumber] {
            return (try await host.restore(snapshot, allowingCounterRollback: allowingCounterRollback), false)
        }
        guard self.isFree(snapshot.serialNumber) else { throw .serialExists(snapshot.serialNumber) }
        try await self.install([snapshot])
        let host = try self.host(snapshot.serialNumber)
        // A lit screen in the snapshot may be over by now.
        await host.wake(due: self.clock.now)
        return (try await host.view(), true)
    }

    package func remove(_ serialNumber: SerialNumber) async throws(BenchRefusal) {
        try await self.host(serialNumber).remove()
        self.hosts[serialNumber] = nil
        self.order = nil
    }

    private func isFree(_ serialNumber: SerialNumber) -> Bool {
        self.hosts[serialNumber] == nil && !self.reserved.contains(serialNumber)
    }

    private func install(_ snapshots: [OTPSnapshot]) async throws(BenchRefusal) {
        var hosts: [OTPHost] = []
        hosts.reserveCapacity(snapshots.count)
        for snapshot in snapshots {
            guard let host = try? OTPHost(snapshot, bench: self.bench) else { throw .impossibleState }
            hosts.append(host)
        }
        for snapshot in snapshots {
            self.reserved.insert(snapshot.serialNumber)
        }
        defer {
            for snapshot in snapshots {
                self.reserved.remove(snapshot.serialNumber)
            }
        }
        do {
            try await self.bench.store.store(
                snapshots.map { DeviceRecord(snapshot: $0, revision: self.bench.revisions.next()) }
            )
        } catch {
            throw .notStored(error)
        }
        for host in hosts {
            self.hosts[host.serialNumber] = host
        }
        self.order = nil
        for host in hosts {
            await host.announce()
        }
    }

    private func newDevice(
        _ description: OTPDescription,
        _ serialNumber: SerialNumber,
        at now: Instant
    ) throws(BenchRefusal) -> OTPSnapshot {
        let profile = description.profile.profile
        let secret: [UInt8]
        if let given = description.secret {
            secret = given
        } else {
            secret = try self.randomBytes(profile.algorithm.digestByteCount)
        }
        return OTPSnapshot(
            kind: description.kind,
            serialNumber: serialNumber,
            name: description.name,
            profile: description.profile,
            secret: secret,
            counter: description.counter,
            battery: Battery(for: profile),
            clock: RealTimeClock(at: now),
            reading: nil,
            settings: description.kind == .audioCodeReader ? ReaderSettings() : nil,
            speech: nil,
            faults: OTPFaults()
        )
    }

    /// Ten digits, as on the backs of many tokens; that MitID's look like this is assumed.
    private func newSerialNumber(besides taken: inout Set<SerialNumber>) throws(BenchRefusal) -> SerialNumber {
        while true {
            let number = try self.randomBytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000_000_000
            let digits = String(number)
            let text = String(repeating: "0", count: 10 - digits.count) + digits
            guard let serial = try? SerialNumber(text) else { throw .noRandomness }
            if self.isFree(serial), taken.insert(serial).inserted {
                return serial
            }
        }
    }

    private func randomBytes(_ count: Int) throws(BenchRefusal) -> [UInt8] {
        guard let bytes = try? self.random(count), bytes.count == count else { throw .noRandomness }
        return bytes
    }

    // MARK: Time

    /// Changes the bench's clock and lets everything happen that becomes due by it, in order.
    package func apply(_ change: ClockChange) async throws(BenchRefusal) -> ClockReading {
        guard let before = self.clock.change(change) else { throw .clockOutOfRange }
        do {
            try await self.bench.store.store(clock: self.clock.stored)
        } catch {
            throw .notStored(error)
        }
        let reading = self.clock.reading
        self.events.publish(BenchEvent(time: reading.now, serialNumber: nil, occurrence: .clock(reading)))
        if reading.now < before {
            await self.scheduler.fireAll()
        } else {
            await self.scheduler.fireDue()
        }
        self.bench.wakes.timeChanged()
        return reading
    }

    // MARK: Running

    /// Lets time pass for the devices and stores what changes, until the task is cancelled.
    package func run() async {
        let scheduler = self.scheduler
        let events = self.events
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await scheduler.run() }
            group.addTask {
                while (try? await Task.sleep(for: .seconds(15))) != nil {
                    events.wakeReaders()
                }
            }
            group.addTask {
                while (try? await Task.sleep(for: .milliseconds(500))) != nil {
                    await self.save()
                }
            }
        }
        await self.save()
        // The queue holds the devices and they hold the queue.
        _ = self.bench.wakes.popAll()
    }

    /// Stores every device that changed since the last time.
    package func save() async {
        let hosts = self.bench.unsaved.takeAll()
        var records: [DeviceRecord] = []
        for host in hosts {
            if let record = await host.takeUnsaved() {
                records.append(record)
            }
        }
        guard !records.isEmpty else { return }
        do {
            try await self.bench.store.store(records)
        } catch {
            self.bench.logger.error("devices not stored", metadata: ["error": "\(error)"])
            for host in hosts {
                await host.markUnsaved()
            }
        }
    }
}
