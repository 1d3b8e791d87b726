import OTPCore
import OTPDevices

extension OTPHost {
    /// The device as it stands.
    package func view() throws(BenchRefusal) -> OTPView {
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        return self.view(at: self.bench.clock.now)
    }

    /// Everything there is to know, the secret included.
    package func snapshot() throws(BenchRefusal) -> OTPSnapshot {
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        return self.snapshotNow()
    }

    /// Tells everybody that this device is there now.
    func announce() {
        let view = self.view(at: self.bench.clock.now)
        self.publish(.deviceAdded(.otp(view)), at: view.seenAt)
    }

    func displayNow() -> DisplayView {
        guard !self.faults.isDisplayDead else { return .dark }
        // A look must not wait for the wake that darkens the screen, so it is taken on a copy.
        var machine = self.machine
        _ = machine.timePassed(to: self.bench.clock.now)
        return DisplayView(frame: machine.frame, darkensAt: machine.nextWake)
    }

    func view(at now: Instant) -> OTPView {
        OTPView(
            kind: self.kind,
            serialNumber: self.serialNumber,
            name: self.name,
            profile: self.profile,
            pressedButtons: self.kind.buttons.filter { self.pressed.contains($0) },
            display: self.displayNow(),
            battery: self.machine.battery,
            clock: self.machine.clock,
            seenAt: now,
            counter: self.profile.profile.movingFactor == .counter ? self.machine.counter : nil,
            settings: self.machine.settings,
            speech: self.speech,
            faults: self.faults
        )
    }

    func snapshotNow() -> OTPSnapshot {
        var machine = self.machine
        _ = machine.timePassed(to: self.bench.clock.now)
        var reading: Reading?
        if case .lit(let lit) = machine.screen {
            reading = lit
        }
        return OTPSnapshot(
            kind: self.kind,
            serialNumber: self.serialNumber,
            name: self.name,
            profile: self.profile,
            secret: SecretText.bytes(of: self.secret),
            counter: machine.counter,
            battery: machine.battery,
            clock: machine.clock,
            reading: reading,
            settings: machine.settings,
            speech: self.speech,
            faults: self.faults
        )
    }
}
