import OTPCore
import OTPDevices

extension OTPHost {
    /// A finger presses a button and lets go at once.
    package func press(_ button: OTPButton) async throws(BenchRefusal) -> OTPView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            let now = await self.catchUp()
            await self.pushDown(button, at: now)
            await self.letGo(button, at: now)
            return self.view(at: now)
        }
    }

    /// A finger presses a button and stays, for a time or until it is told to let go.
    package func hold(_ button: OTPButton, milliseconds: Int64?) async throws(BenchRefusal) -> OTPView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            let now = await self.catchUp()
            self.holds.removeAll { $0.button == button }
            await self.pushDown(button, at: now)
            if let milliseconds {
                let hold = Hold(button: button, until: now.advanced(byMilliseconds: max(0, milliseconds)))
                let place = self.holds.firstIndex { $0.until > hold.until } ?? self.holds.endIndex
                self.holds.insert(hold, at: place)
                _ = await self.catchUp()
            }
            return self.view(at: now)
        }
    }

    package func release(_ button: OTPButton) async throws(BenchRefusal) -> OTPView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            let now = await self.catchUp()
            await self.letGo(button, at: now)
            return self.view(at: now)
        }
    }

    func pushDown(_ button: OTPButton, at now: Instant) async {
        guard self.faults.stuckButton?.button != button else { return }
        await self.close(button, at: now)
    }

    func letGo(_ button: OTPButton, at now: Instant) async {
        self.holds.removeAll { $0.button == button }
        guard self.faults.stuckButton?.button != button else { return }
        await self.open(button, at: now)
    }

    /// The contact of a button closes.
    func close(_ button: OTPButton, at now: Instant) async {
        guard !self.pressed.contains(button) else { return }
        self.pressed.insert(button)
        self.speech?.interrupt(at: now)
        self.publish(.button(button.name, .pressed), at: now)
        let key = HMACKey(self.secret, algorithm: self.profile.profile.algorithm)
        await self.perform(self.machine.pressed(button, at: now, key: key), at: now)
    }

    /// The contact of a button opens.
    func open(_ button: OTPButton, at now: Instant) async {
        guard self.pressed.contains(button) else { return }
        self.pressed.remove(button)
        self.publish(.button(button.name, .released), at: now)
        let settings = self.machine.settings
        let key = HMACKey(self.secret, algorithm: self.profile.profile.algorithm)
        await self.perform(self.machine.released(button, at: now, key: key), at: now)
        if self.machine.settings != settings {
            self.markUnsaved()
        }
    }
}
