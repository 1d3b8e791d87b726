extension ChipHost {
    /// The chip as it stands.
    package func view() throws(BenchRefusal) -> ChipView {
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        return self.viewNow
    }

    /// Everything there is to know, secrets included.
    package func snapshot() throws(BenchRefusal) -> ChipSnapshot {
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        return self.snapshotNow
    }

    /// What the chip is plugged into and laid on.
    package var connection: ChipConnection { self.properties.connection }

    /// Tells everybody that this chip is there now, and connects it as it is to be.
    func announce() async {
        self.publish(.deviceAdded(.chip(self.viewNow)))
        await self.connectAsStored()
    }

    var viewNow: ChipView {
        ChipView(self.snapshotNow, light: self.wantedLight, isTouched: self.finger != .away)
    }
}
