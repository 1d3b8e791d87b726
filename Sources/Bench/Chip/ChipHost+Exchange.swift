package import CTAPHID
import FIDOAuthenticator

extension ChipHost {
    /// Plays the host's part of one request over USB: asks for a channel, sends the message and waits for the answer.
    package func exchange(_ command: Command, _ data: [UInt8]) async throws(BenchRefusal) -> HIDExchange {
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        guard self.properties.connection.usb else { throw .notConnected(self.serialNumber) }
        let patience = 3000 + UInt64(self.properties.faults.answerDelayMilliseconds)
        let (reports, stop) = self.reportHub.read()
        defer { stop() }
        var client = HIDClient(reports: reports, uptime: self.bench.uptime, patience: patience, stop: stop)
        let channel = await client.openChannel(nonce: self.nonce()) { await self.reportReceived($0) }
        guard let channel, let message = try? Message(channel: channel, command: command, payload: data) else {
            throw .noAnswer(self.serialNumber)
        }
        guard let exchange = await client.exchange(message, { await self.reportReceived($0) }) else {
            throw .noAnswer(self.serialNumber)
        }
        return exchange
    }

    /// Eight bytes by which the host knows the answer to its own request for a channel.
    private func nonce() -> [UInt8] {
        self.lastNonce &+= 1
        return (0..<8).map { UInt8(truncatingIfNeeded: self.lastNonce >> (8 * UInt64($0))) }
    }

    /// Plays the reader's part of one command; nothing in answer if the chip is mute.
    package func exchange(apdu command: [UInt8]) async throws(BenchRefusal) -> [UInt8] {
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        guard self.isCardPresent else { throw .notConnected(self.serialNumber) }
        let reader: ChipReaderKind = self.properties.connection.nfc ? .contactless : .ownUSB
        guard let answer = await self.transmit(command, from: reader) else {
            guard self.isCardPresent else { throw .noAnswer(self.serialNumber) }
            return []
        }
        return answer
    }
}
