import Logging
package import OTPCore
import OTPDevices

/// Owns one device and is the only one who performs its actions.
///
/// Events are taken one at a time, also while one of them waits for a counter to be stored. Looking at the device waits for
/// nobody.
package actor OTPHost {
    package nonisolated let serialNumber: SerialNumber
    package nonisolated let kind: OTPKind

    let bench: BenchContext
    var name: String?
    var profile: NamedProfile
    var secret: SharedSecret
    var machine: OTPMachine
    var faults = OTPFaults()
    var speech: Speech?
    /// The buttons whose contacts are closed.
    var pressed = ButtonSet()
    /// Fingers that come up by themselves, earliest first.
    var holds: [Hold] = []
    /// The earliest entry in the wake queue.
    private var queuedWake: Instant?
    private var isUnsaved = false
    var isRemoved = false

    /// Why a counter could not be stored in this turn.
    private var storeFailure: BenchRefusal?
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    struct Hold: Equatable, Sendable {
        let button: OTPButton
        let until: Instant
    }

    init(_ snapshot: OTPSnapshot, bench: BenchContext) throws(SnapshotFault) {
        self.serialNumber = snapshot.serialNumber
        self.kind = snapshot.kind
        self.bench = bench
        self.name = snapshot.name
        self.profile = snapshot.profile
        do {
            self.secret = try SharedSecret(copying: snapshot.secret.span)
            self.machine = try snapshot.machine()
        } catch {
            throw SnapshotFault(reason: "no device can be in this state (\(error))")
        }
        self.faults = snapshot.faults
        self.speech = snapshot.speech
    }

    // MARK: Taking turns

    /// Runs one event to its end before the next may begin, and tells at its end if a counter could not be stored.
    func takeTurn<Result: Sendable>(
        _ event: () async throws(BenchRefusal) -> Result
    ) async throws(BenchRefusal) -> Result {
        await self.begin()
        defer { self.end() }
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        let result = try await event()
        if let failure = self.storeFailure {
            throw failure
        }
        return result
    }

    private func begin() async {
        while self.isBusy {
            await withCheckedContinuation { self.waiting.append($0) }
        }
        self.isBusy = true
        self.storeFailure = nil
    }

    private func end() {
        self.queueWake()
        self.isBusy = false
        if !self.waiting.isEmpty {
            self.waiting.removeFirst().resume()
        }
    }

    // MARK: Time

    /// When something happens without an event from outside.
    private var nextWake: Instant? {
        guard let hold = self.holds.first else { return self.machine.nextWake }
        return self.machine.nextWake.map { min($0, hold.until) } ?? hold.until
    }

    private func queueWake() {
        guard !self.isRemoved, let next = self.nextWake else { return }
        if let queued = self.queuedWake, queued <= next {
            return
        }
        self.queuedWake = next
        self.bench.wakes.push(self, due: next)
    }

    /// The time this device waited for has come, or bench time was set back.
    func wake(due: Instant) async {
        await self.begin()
        defer { self.end() }
        if self.queuedWake == due {
            self.queuedWake = nil
        }
        guard !self.isRemoved else { return }
        _ = await self.catchUp()
    }

    /// Lets everything happen that bench time has passed, in order, and says what time it is.
    func catchUp() async -> Instant {
        let now = self.bench.clock.now
        while let due = self.nextWake, due <= now {
            if let hold = self.holds.first, hold.until <= due {
                self.holds.removeFirst()
                await self.letGo(hold.button, at: due)
            } else {
                await self.perform(self.machine.timePassed(to: due), at: due)
            }
        }
        // Tells the device as well when bench time went back.
        await self.perform(self.machine.timePassed(to: now), at: now)
        return now
    }

    // MARK: Actions

    /// Does what the device wants done.
    func perform(_ action: DeviceAction, at now: Instant) async {
        switch action {
        case .none:
            return
        case .commit:
            await self.commitCounter(at: now)
        case .show:
            self.publishFrame(at: now)
        case .announce(_, let script), .speak(let script):
            // A spoken function lets the screen stay lit for longer.
            self.publishFrame(at: now)
            let speech = Speech(script, at: now)
            self.speech = speech
            self.publish(.speech(speech), at: now)
        case .darken:
            self.publish(.frame(.dark), at: now)
        }
        self.markUnsaved()
    }

    /// Stores the counter, and only then lets the device show its code, RFC 4226, section 7.2.
    private func commitCounter(at now: Instant) async {
        do {
            try await self.store(self.snapshotNow())
        } catch {
            _ = self.machine.commitFailed(at: now)
            self.bench.logger.error("counter not stored", metadata: ["error": "\(error)"])
            self.storeFailure = error
            return
        }
        let key = HMACKey(self.secret, algorithm: self.profile.profile.algorithm)
        await self.perform(self.machine.committed(at: now, key: key), at: now)
    }

    func publish(_ occurrence: BenchEvent.Occurrence, at now: Instant) {
        self.bench.events.publish(
            BenchEvent(time: now, serialNumber: self.serialNumber, occurrence: occurrence)
        )
    }

    private func publishFrame(at now: Instant) {
        guard !self.faults.isDisplayDead else { return }
        self.publish(.frame(DisplayView(frame: self.machine.frame, darkensAt: self.machine.nextWake)), at: now)
    }

    // MARK: Storing

    func markUnsaved() {
        guard self.bench.store.isLasting, !self.isUnsaved else { return }
        self.isUnsaved = true
        self.bench.unsaved.append(self)
    }

    /// What there is to store since the last time.
    func takeUnsaved() -> DeviceRecord? {
        guard self.isUnsaved else { return nil }
        self.isUnsaved = false
        guard !self.isRemoved else { return nil }
        return DeviceRecord(snapshot: .otp(self.snapshotNow()), revision: self.bench.revisions.next())
    }

    /// Stores a state durably.
    func store(_ snapshot: OTPSnapshot) async throws(BenchRefusal) {
        do {
            try await self.bench.store.store([
                DeviceRecord(snapshot: .otp(snapshot), revision: self.bench.revisions.next())
            ])
        } catch {
            throw .notStored(error)
        }
    }
}
