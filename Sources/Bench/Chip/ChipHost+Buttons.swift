import CTAPHID
import FIDOAuthenticator

extension ChipHost {
    /// A finger touches the button and lets go at once.
    package func touch() async throws(BenchRefusal) -> ChipView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            await self.pushDown(until: nil)
            self.letGo()
            return self.viewNow
        }
    }

    /// A finger touches the button and stays, for a time or until it is told to let go.
    package func hold(milliseconds: Int64?) async throws(BenchRefusal) -> ChipView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            await self.pushDown(until: milliseconds.map { self.now.advanced(byMilliseconds: UInt64(max(0, $0))) })
            return self.viewNow
        }
    }

    package func release() async throws(BenchRefusal) -> ChipView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            self.letGo()
            return self.viewNow
        }
    }

    private func pushDown(until end: Uptime?) async {
        let wasDown = self.finger != .away
        self.finger = .down(until: end)
        guard !wasDown else { return }
        self.publish(.button("touch", .pressed))
        self.blinksUntil = nil
        self.ownFingerComes = nil
        if self.properties.connection.nfc, !self.properties.connection.usb {
            // MitID's own advice for its chip: a press turns NFC off.
            await self.disconnect { $0.nfc = false }
        } else {
            await self.perform(self.chip.userPresenceGiven(at: self.now))
        }
    }

    func letGo() {
        guard self.finger != .away else { return }
        self.finger = .away
        self.publish(.button("touch", .released))
    }
}
