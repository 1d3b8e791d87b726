import FIDOAuthenticator

extension ChipHost {
    /// Plugs the chip in or pulls it out, lays it on a reader or takes it away.
    package func connect(_ change: ConnectionChange) async throws(BenchRefusal) -> ChipView {
        let view = try await self.takeTurn { () async throws(BenchRefusal) in
            var connection = self.properties.connection
            connection.usb = change.usb ?? connection.usb
            connection.nfc = change.nfc ?? connection.nfc
            try await self.change { $0.connection = connection }
            return self.viewNow
        }
        await self.tellConnector()
        return view
    }

    /// Says who touches the chip.
    package func set(_ presence: PresenceSetting) async throws(BenchRefusal) -> ChipView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            try await self.change { $0.presence = presence }
            if self.isTouchWanted, presence.mode != .ask {
                self.sendOwnFinger()
                await self.catchUp()
            }
            return self.viewNow
        }
    }

    /// Breaks the chip, or puts it right.
    package func apply(_ change: ChipFaultChange) async throws(BenchRefusal) -> ChipView {
        try await self.takeTurn { () async throws(BenchRefusal) in
            try await self.change { chip in
                change.apply(to: &chip.faults)
                change.apply(to: &chip.authenticatorFaults)
            }
            self.chip.authenticator.faults = self.properties.authenticatorFaults
            return self.viewNow
        }
    }

    /// Puts a chip back as it was; its signature counter goes back only if that is asked for.
    func restore(_ snapshot: ChipSnapshot, allowingCounterRollback: Bool) async throws(BenchRefusal) -> ChipView {
        let view = try await self.takeTurn { () async throws(BenchRefusal) in
            let stored = UInt64(self.chip.authenticator.state.signatureCounter)
            let given = UInt64(snapshot.state.signatureCounter)
            guard given >= stored || allowingCounterRollback else {
                throw .counterRollback(stored: stored, given: given)
            }
            let chip = try self.chip(of: snapshot)
            let before = (self.properties, self.chip)
            (self.properties, self.chip) = (snapshot, chip)
            do throws(BenchRefusal) {
                try await self.store()
            } catch {
                (self.properties, self.chip) = before
                throw error
            }
            self.keptBack = []
            self.command.finish(nil)
            if !snapshot.connection.usb {
                self.reportHub.finish()
            }
            await self.feel(snapshot.connection, after: ChipConnection())
            self.publish(.deviceChanged(.chip(self.viewNow)))
            return self.viewNow
        }
        await self.tellConnector()
        return view
    }

    /// Takes the chip off the bench; nothing can happen to it any more.
    func remove() async throws(BenchRefusal) {
        try await self.takeTurn { () async throws(BenchRefusal) in
            try await self.forget()
            self.isRemoved = true
            await self.feel(ChipConnection(), after: self.properties.connection)
            self.publish(.deviceRemoved)
        }
        await self.tellConnector()
    }

    private func chip(of snapshot: ChipSnapshot) throws(BenchRefusal) -> Chip<ChipEnvironment> {
        do {
            return try Self.chip(of: snapshot, self.bench)
        } catch {
            throw .unusableAttestation(error)
        }
    }

    private func forget() async throws(BenchRefusal) {
        do {
            try await self.bench.store.remove(self.serialNumber, revision: self.bench.revisions.next())
        } catch {
            throw .notStored(error)
        }
    }

    /// Changes what is kept beside the authenticator's state, stores it, and lets it be felt.
    private func change(_ body: (inout ChipSnapshot) -> Void) async throws(BenchRefusal) {
        let before = self.properties
        body(&self.properties)
        guard self.properties != before else { return }
        do {
            try await self.store()
        } catch {
            self.properties = before
            throw error
        }
        if self.properties.connection != before.connection {
            await self.feel(self.properties.connection, after: before.connection)
        }
        self.publish(.deviceChanged(.chip(self.viewNow)))
    }
}
