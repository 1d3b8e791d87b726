import OTPCore
import OTPDevices

extension OTPHost {
    /// Breaks the device, or puts it right.
    package func apply(_ change: OTPFaultChange) async throws(BenchRefusal) -> OTPView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            let now = await self.catchUp()
            if let percent = change.batteryPercent {
                if percent == 0 {
                    self.speech?.interrupt(at: now)
                }
                await self.perform(self.machine.batteryLevelSet(percent: percent, at: now), at: now)
            }
            if let drift = change.driftPPM {
                self.machine.clock.setDrift(ppm: drift, at: now)
            }
            if let offset = change.offsetMilliseconds {
                self.machine.clock.setOffset(milliseconds: offset, at: now)
            }
            if let isDead = change.isDisplayDead, isDead != self.faults.isDisplayDead {
                self.faults.isDisplayDead = isDead
                self.publish(.frame(self.displayNow()), at: now)
            }
            if let stuck = change.stuckButton {
                await self.stick(stuck, at: now)
            }
            return self.changed(at: now)
        }
    }

    /// Changes the device's own clock.
    package func apply(_ change: DeviceClockChange) async throws(BenchRefusal) -> OTPView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            let now = await self.catchUp()
            var clock = self.machine.clock
            if let reading = change.clock.set {
                clock.set(to: reading, at: now)
            }
            if let offset = change.offsetMilliseconds {
                clock.setOffset(milliseconds: offset, at: now)
            }
            if let milliseconds = change.clock.advance {
                clock.advance(byMilliseconds: milliseconds, at: now)
            }
            if let drift = change.driftPPM {
                clock.setDrift(ppm: drift, at: now)
            }
            switch change.clock.freeze {
            case .some(true): clock.freeze(at: now)
            case .some(false): clock.run(at: now)
            case .none: break
            }
            guard ClockChange.range.contains(clock.reading(at: now)) else { throw .clockOutOfRange }
            self.machine.clock = clock
            return self.changed(at: now)
        }
    }

    /// Puts a device back as it was; a counter goes back only if that is asked for.
    func restore(_ snapshot: OTPSnapshot, allowingCounterRollback: Bool) async throws(BenchRefusal) -> OTPView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            guard snapshot.kind == self.kind else { throw .otherKind(.otp(self.kind)) }
            let counter = self.machine.counter
            if self.machine.profile.movingFactor == .counter, snapshot.counter < counter, !allowingCounterRollback {
                throw .counterRollback(stored: counter, given: snapshot.counter)
            }
            try await self.store(snapshot)
            try self.become(snapshot)
            let now = await self.catchUp()
            return self.changed(at: now)
        }
    }

    /// Takes the device off the bench; nothing can happen to it any more.
    func remove() async throws(BenchRefusal) {
        try await self.takeTurn { () async throws(BenchRefusal) in
            try await self.forget()
            self.isRemoved = true
            self.secret.wipe()
            self.publish(.deviceRemoved, at: self.bench.clock.now)
        }
    }

    private func stick(_ change: OTPFaultChange.StuckButtonChange, at now: Instant) async {
        if let old = self.faults.stuckButton {
            self.faults.stuckButton = nil
            await self.open(old.button, at: now)
        }
        guard case .stuck(let stuck) = change else { return }
        self.holds.removeAll { $0.button == stuck.button }
        switch stuck.position {
        case .down: await self.close(stuck.button, at: now)
        case .up: await self.open(stuck.button, at: now)
        }
        self.faults.stuckButton = stuck
    }

    private func forget() async throws(BenchRefusal) {
        do {
            try await self.bench.store.remove(self.serialNumber, revision: self.bench.revisions.next())
        } catch {
            throw .notStored(error)
        }
    }

    private func become(_ snapshot: OTPSnapshot) throws(BenchRefusal) {
        do {
            let machine = try snapshot.machine()
            self.secret = try SharedSecret(copying: snapshot.secret.span)
            self.machine = machine
        } catch {
            throw .impossibleState
        }
        self.name = snapshot.name
        self.profile = snapshot.profile
        self.faults = snapshot.faults
        self.speech = snapshot.speech
        self.holds = []
        self.pressed = ButtonSet()
    }

    private func changed(at now: Instant) -> OTPView {
        self.markUnsaved()
        let view = self.view(at: now)
        self.publish(.deviceChanged(.otp(view)), at: now)
        return view
    }
}
