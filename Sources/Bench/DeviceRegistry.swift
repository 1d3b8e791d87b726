package import Logging
package import OTPCore
package import OTPDevices

/// All devices of a bench, its clock and its events.
package actor DeviceRegistry {
    package nonisolated let clock: BenchClock
    package nonisolated let events: EventHub

    let bench: BenchContext
    private let scheduler: WakeScheduler
    let random: @Sendable (_ count: Int) throws -> [UInt8]
    private var devices: [SerialNumber: Device] = [:]
    /// Serial numbers of devices that are being stored.
    private var reserved: Set<SerialNumber> = []
    /// The serial numbers in order; nothing when it must be made anew.
    private var order: [SerialNumber]?

    /// Loads what the store holds.
    ///
    /// `wall` is the clock of the machine, `random` gives so many bytes that nobody can guess, and `chips` what chips need.
    package init(
        store: any DeviceStore,
        wall: @escaping @Sendable () -> Instant,
        random: @escaping @Sendable (_ count: Int) throws -> [UInt8],
        chips: ChipSurroundings,
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
            environments: chips.environments,
            connector: chips.connector,
            uptime: chips.uptime,
            logger: logger
        )
        self.scheduler = WakeScheduler(clock: clock, queue: wakes)
        self.random = random
        for snapshot in stored.devices {
            do {
                self.devices[snapshot.serialNumber] = try Self.device(snapshot, bench: self.bench)
            } catch {
                logger.error("device \(snapshot.serialNumber.text) cannot be put back", metadata: ["error": "\(error)"])
            }
        }
    }

    /// The certificate of the root that certifies the attestation keys of this bench's chips, as PEM.
    package nonisolated var attestationRootPEM: String { self.bench.environments.attestationRootPEM }

    package var count: Int { self.devices.count }

    /// The device of that serial number.
    package func device(_ serialNumber: SerialNumber) throws(BenchRefusal) -> Device {
        guard let device = self.devices[serialNumber] else { throw .unknownDevice(serialNumber) }
        return device
    }

    /// The code display or reader of that serial number.
    package func otp(_ serialNumber: SerialNumber) throws(BenchRefusal) -> OTPHost {
        switch try self.device(serialNumber) {
        case .otp(let host): return host
        case .chip: throw .notOfThisKind(serialNumber, .chip)
        }
    }

    /// The chip of that serial number.
    package func chip(_ serialNumber: SerialNumber) throws(BenchRefusal) -> ChipHost {
        switch try self.device(serialNumber) {
        case .otp(let host): throw .notOfThisKind(serialNumber, .otp(host.kind))
        case .chip(let host): return host
        }
    }

    /// Devices in the order of their serial numbers: those after one, at most so many.
    package func devices(after serialNumber: SerialNumber?, limit: Int) -> [Device] {
        let order = self.order ?? self.devices.keys.sorted { $0.text < $1.text }
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
        return order[start...].prefix(max(0, limit)).compactMap { self.devices[$0] }
    }

    // MARK: Making and removing

    /// Makes devices, all or none, and stores them before it returns.
    package func add(_ descriptions: [DeviceDescription]) async throws(BenchRefusal) -> [DeviceSnapshot] {
        let now = self.clock.now
        var taken: Set<SerialNumber> = []
        var snapshots: [DeviceSnapshot] = []
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
        _ snapshot: DeviceSnapshot,
        allowingCounterRollback: Bool
    ) async throws(BenchRefusal) -> (device: DeviceView, isNew: Bool) {
        let serialNumber = snapshot.serialNumber
        guard let device = self.devices[serialNumber] else {
            guard self.isFree(serialNumber) else { throw .serialExists(serialNumber) }
            try await self.install([snapshot])
            let device = try self.device(serialNumber)
            if case .otp(let host) = device {
                // A lit screen in the snapshot may be over by now.
                await host.wake(due: self.clock.now)
            }
            return (try await device.view(), true)
        }
        switch (device, snapshot) {
        case (.otp(let host), .otp(let snapshot)):
            return (.otp(try await host.restore(snapshot, allowingCounterRollback: allowingCounterRollback)), false)
        case (.chip(let host), .chip(let snapshot)):
            return (.chip(try await host.restore(snapshot, allowingCounterRollback: allowingCounterRollback)), false)
        case (.otp, .chip), (.chip, .otp):
            throw .otherKind(device.kind)
        }
    }

    package func remove(_ serialNumber: SerialNumber) async throws(BenchRefusal) {
        try await self.device(serialNumber).remove()
        self.devices[serialNumber] = nil
        self.order = nil
    }

    func isFree(_ serialNumber: SerialNumber) -> Bool {
        self.devices[serialNumber] == nil && !self.reserved.contains(serialNumber)
    }

    private func install(_ snapshots: [DeviceSnapshot]) async throws(BenchRefusal) {
        var devices: [Device] = []
        devices.reserveCapacity(snapshots.count)
        for snapshot in snapshots {
            guard let device = try? Self.device(snapshot, bench: self.bench) else { throw .impossibleState }
            devices.append(device)
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
        for device in devices {
            self.devices[device.serialNumber] = device
        }
        self.order = nil
        for device in devices {
            await device.announce()
        }
    }

    private static func device(_ snapshot: DeviceSnapshot, bench: BenchContext) throws(SnapshotFault) -> Device {
        switch snapshot {
        case .otp(let snapshot): .otp(try OTPHost(snapshot, bench: bench))
        case .chip(let snapshot): .chip(try ChipHost(snapshot, bench: bench))
        }
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
        for case .chip(let chip) in self.devices.values {
            await chip.connectAsStored()
        }
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
