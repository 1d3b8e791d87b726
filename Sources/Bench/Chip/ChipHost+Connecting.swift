import FIDOAuthenticator
import Logging
import OTPCore

extension ChipHost {
    /// A chip that comes onto the bench is connected as it is to be.
    func connectAsStored() async {
        _ = try? await self.takeTurn { () async throws(BenchRefusal) in
            await self.feel(self.properties.connection, after: ChipConnection())
        }
        await self.tellConnector()
    }

    /// What the chip itself feels when it is plugged in or pulled out, laid down or taken away.
    func feel(_ connection: ChipConnection, after before: ChipConnection) async {
        if before.usb, !connection.usb {
            self.chip.pulledOut(at: self.now)
            self.keptBack = []
            self.reportHub.finish()
        }
        if before.nfc || before.usb, !connection.nfc {
            self.chip.fieldLost(at: self.now)
            self.command.finish(nil)
        }
        if connection.usb, !before.usb {
            await self.perform(self.chip.pluggedIn(at: self.now))
        }
        if connection.nfc, !before.nfc || before.usb && !connection.usb {
            await self.perform(self.chip.fieldEntered(at: self.now))
        }
        if connection != before {
            self.blinksUntil = nil
        }
    }

    /// The chip loses a connection by itself.
    func disconnect(_ change: (inout ChipConnection) -> Void) async {
        let before = self.properties.connection
        change(&self.properties.connection)
        await self.feel(self.properties.connection, after: before)
        do {
            try await self.store()
        } catch {
            self.bench.logger.error("chip not stored", metadata: ["error": "\(error)"])
        }
        self.publish(.deviceChanged(.chip(self.viewNow)))
        // Whoever brought this about may be the one who is to be told.
        Task { await self.tellConnector() }
    }

    /// Tells the program what the chip is connected to, if that is another thing than it was told before.
    func tellConnector() async {
        while self.isTelling {
            await withCheckedContinuation { self.waitingToTell.append($0) }
        }
        let connection = self.isRemoved ? ChipConnection() : self.properties.connection
        if connection != self.toldConnection {
            self.isTelling = true
            self.toldConnection = connection
            await self.bench.connector.connectionChanged(of: self, to: connection)
            self.isTelling = false
        }
        if !self.waitingToTell.isEmpty {
            self.waitingToTell.removeFirst().resume()
        }
    }
}
