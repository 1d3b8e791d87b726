import CTAPHID
import FIDOAuthenticator
import ISO7816
import Logging
import OTPCore

extension ChipHost {
    /// Does what the chip wants done, in order, and what comes of that.
    ///
    /// A state is stored durably before anybody knows the answer that depends on it.
    func perform(_ effects: [ChipEffect]) async {
        var rest = effects[...]
        while let effect = rest.popFirst() {
            switch effect {
            case .accepted(let request):
                self.tell(self.listener.accepted(request))
            case .send(let message):
                await self.send(message)
            case .respond(let response):
                self.tell(self.listener.said(response))
                self.command.finish(response.bytes)
            case .commit:
                rest += await self.commit()
            case .awaitUserPresence:
                rest += self.userPresence()
            case .wink:
                self.tell([ChipMessage(.usb, .ctaphid, .request, "wink", byteCount: 0)])
            }
        }
    }

    private func commit() async -> [ChipEffect] {
        do {
            try await self.store()
            return self.chip.committed(at: self.now)
        } catch {
            self.bench.logger.error("chip not stored", metadata: ["error": "\(error)"])
            return self.chip.commitFailed(at: self.now)
        }
    }

    // MARK: The user

    /// How long the light blinks after a U2F request that lacked a touch; the next one is expected before that.
    private static let blinkTime: UInt64 = 2000

    /// What the user does at once when the chip asks for a touch.
    private func userPresence() -> [ChipEffect] {
        let now = self.now
        if !self.chip.authenticator.isAwaitingUserPresence {
            self.blinksUntil = now.advanced(byMilliseconds: Self.blinkTime)
        }
        if case .down = self.finger {
            return self.chip.userPresenceGiven(at: now)
        }
        if self.properties.presence.mode != .ask, self.ownFingerComes == nil {
            self.sendOwnFinger()
        }
        return self.takeOwnFinger(at: now)
    }

    /// The finger of the presence setting is on its way.
    func sendOwnFinger() {
        let delay = UInt64(self.properties.presence.delayMilliseconds)
        self.ownFingerComes = self.now.advanced(byMilliseconds: delay)
    }

    /// The finger of the presence setting, if its time has come.
    private func takeOwnFinger(at now: Uptime) -> [ChipEffect] {
        guard let time = self.ownFingerComes, time <= now else { return [] }
        self.ownFingerComes = nil
        guard self.isTouchWanted else { return [] }
        self.blinksUntil = nil
        switch self.properties.presence.mode {
        case .ask: return []
        case .accept: return self.chip.userPresenceGiven(at: now)
        case .reject: return self.chip.userPresenceRefused(at: now)
        }
    }

    var isTouchWanted: Bool {
        self.chip.authenticator.isAwaitingUserPresence || self.blinksUntil != nil
    }

    /// The light blinks as long as a touch is wanted.
    var wantedLight: ChipLight {
        self.isTouchWanted && !self.isRemoved ? .blinking : .off
    }

    func setLight() {
        let light = self.wantedLight
        guard light != self.light else { return }
        self.light = light
        self.publish(.light(light))
    }

    // MARK: Time

    /// When something happens without an event from outside.
    var nextWake: Uptime? {
        var times = [self.chip.nextWake, self.ownFingerComes, self.blinksUntil, self.keptBack.first?.nextWake]
        if case .down(let until) = self.finger {
            times.append(until)
        }
        return times.compactMap { $0 }.min()
    }

    /// Lets everything happen whose time has come.
    func catchUp() async {
        let now = self.now
        if case .down(.some(let until)) = self.finger, until <= now {
            self.letGo()
        }
        await self.perform(self.takeOwnFinger(at: now))
        if let until = self.blinksUntil, until <= now {
            self.blinksUntil = nil
        }
        await self.perform(self.chip.timePassed(to: now))
        await self.sendKeptBack(at: now)
    }

    // MARK: Storing and telling

    var snapshotNow: ChipSnapshot {
        var snapshot = self.properties
        snapshot.state = self.chip.authenticator.state
        return snapshot
    }

    /// Stores the chip as it stands, durably.
    func store() async throws(BenchRefusal) {
        let record = DeviceRecord(snapshot: .chip(self.snapshotNow), revision: self.bench.revisions.next())
        do {
            try await self.bench.store.store([record])
        } catch {
            throw .notStored(error)
        }
    }

    func tell(_ messages: [ChipMessage]) {
        for message in messages {
            self.publish(.message(message))
        }
    }

    func publish(_ occurrence: BenchEvent.Occurrence) {
        self.bench.events.publish(
            BenchEvent(time: self.bench.clock.now, serialNumber: self.serialNumber, occurrence: occurrence)
        )
    }
}
