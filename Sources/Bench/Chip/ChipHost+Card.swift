import CTAPHID
package import FIDOAuthenticator
import ISO7816

extension ChipHost {
    /// What the chip says of itself as a card, ISO 7816-3, section 8; nothing if it is mute or touches no reader.
    package var answerToReset: [UInt8]? {
        guard self.isCardPresent, !self.properties.faults.isMute else { return nil }
        return try? AnswerToReset.contactless(historicalBytes: Array("MitID".utf8)).bytes()
    }

    /// The reader gives it power, or took it and gave it back.
    package func cardPoweredOn() async {
        _ = try? await self.takeTurn { () async throws(BenchRefusal) in
            guard self.isCardPresent else { return }
            await self.enterField()
        }
    }

    /// The reader took the power away.
    package func cardPoweredOff() async {
        _ = try? await self.takeTurn { () async throws(BenchRefusal) in
            self.chip.fieldLost(at: self.now)
            self.command.finish(nil)
        }
    }

    /// The response APDU to a command APDU; nothing if the chip is mute or taken away meanwhile.
    package func transmit(_ command: [UInt8], from reader: ChipReaderKind = .contactless) async -> [UInt8]? {
        let isOut = try? await self.takeTurn { () async throws(BenchRefusal) in
            guard self.isCardPresent, !self.properties.faults.isMute else { return false }
            self.command.begin()
            if self.chip.card == nil {
                await self.enterField()
            }
            self.tell(self.listener.heard(command: command))
            await self.perform(self.chip.commandReceived(command, from: reader, at: self.now))
            await self.countCommand()
            return true
        }
        guard isOut == true else { return nil }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { self.command.wait($0) }
        } onCancel: {
            Task { await self.giveUp() }
        }
        let delay = UInt64(self.properties.faults.answerDelayMilliseconds)
        if delay > 0 {
            try? await self.bench.uptime.sleep(self.now.advanced(byMilliseconds: delay))
        }
        return answer
    }

    /// Whether any reader can see the chip: one it lies on, or the one in its USB device.
    var isCardPresent: Bool {
        self.properties.connection.nfc || self.properties.connection.usb
    }

    private func enterField() async {
        await self.perform(self.chip.fieldEntered(at: self.now))
    }

    private func giveUp() {
        self.command.begin()
    }

    /// One more command has been carried out: the chip may be taken away before its answer is heard.
    private func countCommand() async {
        guard let left = self.properties.faults.fieldLostAfter, self.properties.connection.nfc else { return }
        guard left <= 1 else {
            self.properties.faults.fieldLostAfter = left - 1
            return
        }
        self.properties.faults.fieldLostAfter = nil
        self.command.begin()
        await self.disconnect { $0.nfc = false }
    }
}
