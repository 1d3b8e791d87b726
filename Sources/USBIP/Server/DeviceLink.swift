import NIOCore

/// The authenticator and the card behind an attached device, which take their time.
struct DeviceLink: Sendable {
    let deliver: @Sendable (DeviceEvent) -> Void
    private let device: ExportedDevice
    private let readPending: @Sendable () async -> Void
    private let reports: (stream: AsyncStream<[UInt8]>, continuation: AsyncStream<[UInt8]>.Continuation)
    private let commands: (stream: AsyncStream<CardCommand>, continuation: AsyncStream<CardCommand>.Continuation)

    /// How many commands wait for a card that is still busy with one that was aborted.
    private static let commandLimit = 16

    /// - Parameters:
    ///   - device: what is attached.
    ///   - readPending: returns once all that is in the host's socket is read.
    ///   - deliver: told what the authenticator and the card say, in their order.
    init(
        device: ExportedDevice,
        readPending: @escaping @Sendable () async -> Void,
        deliver: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.device = device
        self.readPending = readPending
        self.deliver = deliver
        // A report's transfer ends when the report is taken, and there are only so many transfers.
        self.reports = AsyncStream.makeStream(of: [UInt8].self)
        self.commands = AsyncStream.makeStream(
            of: CardCommand.self,
            bufferingPolicy: .bufferingOldest(Self.commandLimit)
        )
    }

    func deliverReport(_ report: [UInt8]) {
        self.device.hid.reportArrived()
        self.reports.continuation.yield(report)
    }

    func command(_ command: CardCommand) {
        if case .dropped(let dropped) = self.commands.continuation.yield(command) {
            self.answer(dropped, with: nil)
        }
    }

    /// Gives the device power until the task is cancelled, and then takes it away.
    func run() async {
        let hid = self.device.hid
        let sent = await hid.connected(readPending: self.readPending)
        await withTaskGroup { group in
            group.addTask {
                for await report in sent {
                    self.deliver(.reportSent(report))
                }
            }
            group.addTask {
                for await report in self.reports.stream {
                    await hid.reportReceived(report)
                    self.deliver(.reportTaken)
                }
            }
            if let card = self.device.card {
                group.addTask {
                    await self.serve(card)
                }
            }
        }
        await hid.disconnected()
    }

    private func serve(_ card: any CardPipe) async {
        var isPowered = false
        for await command in self.commands.stream {
            switch command {
            case .powerOn:
                isPowered = true
                self.answer(command, with: await card.powerOn())
            case .powerOff:
                isPowered = false
                await card.powerOff()
            case .transmit(let apdu, _):
                self.answer(command, with: await card.transmit(apdu))
            }
        }
        if isPowered {
            await card.powerOff()
        }
    }

    private func answer(_ command: CardCommand, with bytes: [UInt8]?) {
        switch command {
        case .powerOn(let ticket): self.deliver(.cardAnswered(.poweredOn(answerToReset: bytes, ticket: ticket)))
        case .transmit(_, let ticket): self.deliver(.cardAnswered(.responded(bytes, ticket: ticket)))
        case .powerOff: break
        }
    }
}
