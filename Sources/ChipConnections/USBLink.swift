import BlockingCalls
import CTAPHID
import FIDOClient
import USBTransport

/// The FIDO interface of a USB device, its connection and its channel; used in turn by a ``Chip``.
///
/// A connection that was lost is made again before the next exchange, never within one.
final class USBLink {
    private(set) var device: USBDevice
    private(set) var interface: USBInterface
    private(set) var reportDescriptor: [UInt8] = []
    private(set) var sizes = ReportSizes()
    private(set) var channel: OpenedChannel?
    private var connection: HIDConnection?

    /// The longest report descriptor that is asked for.
    private static let reportDescriptorByteCount = 4096
    /// Extra time for a connection's thread to report its own error.
    private static let margin = Duration.seconds(8)

    init(_ device: USBDevice, _ interface: USBInterface) {
        self.device = device
        self.interface = interface
    }

    /// The open connection, with a channel of its own.
    func opened() async throws(ChipFault) -> HIDConnection {
        let connection: HIDConnection
        if let current = self.connection {
            connection = current
        } else {
            connection = try await self.connect()
            self.connection = connection
        }
        if self.channel == nil {
            do throws(ChipFault) {
                self.channel = try await self.open(.broadcast, on: connection)
            } catch {
                // A halt from the time of an earlier program.
                guard error.cause == .stalled else { throw error }
                self.channel = try await self.open(.broadcast, on: connection)
            }
        }
        return connection
    }

    /// The open connection, with or without a channel.
    func connected() async throws(ChipFault) -> HIDConnection {
        if let connection = self.connection { return connection }
        let connection = try await self.connect()
        self.connection = connection
        return connection
    }

    /// One request on a channel; `nil` is the link's own.
    func exchange(
        _ command: Command,
        _ payload: [UInt8],
        on channel: ChannelID?,
        within time: Duration,
        limits: HostLimits,
        cancellation: Cancellation,
        keepalive: @escaping KeepaliveReceiver
    ) async throws(ChipFault) -> (ReportExchange<Message>, foreignPacketCount: Int) {
        let connection = try await channel == nil ? self.opened() : self.connected()
        let own = self.channel?.channel ?? .broadcast
        let sizes = self.sizes
        let message: Message
        let transaction: HostTransaction
        do {
            message = try Message(channel: channel ?? own, command: command, payload: payload, size: sizes.output)
            transaction = try HostTransaction(message, startedAt: .zero, limits: limits, reports: sizes)
        } catch {
            throw ChipFault(.unusable, "the message of \(payload.count) bytes is too long for the token's reports")
        }
        let result = try await self.run(on: connection, within: time + Self.margin) { reports throws(USBError) in
            var transaction = transaction
            let exchange = try reports.run(
                &transaction,
                isCancelled: { cancellation.isCancelled },
                keepalive: keepalive
            )
            return (exchange, transaction.foreignPacketCount)
        }
        switch result.0.outcome {
        case .violated, .refused(.invalidChannel):
            // The next request begins with a channel of its own.
            if channel == nil { self.channel = nil }
        default:
            break
        }
        return result
    }

    /// One request on the link's own channel, and the payload of its response.
    func answer(
        _ command: Command,
        _ payload: [UInt8],
        within time: Duration,
        _ cancellation: Cancellation,
        _ keepalive: @escaping KeepaliveReceiver
    ) async throws(ChipFault) -> ChipResponse<[UInt8]> {
        let (exchange, foreignPacketCount) = try await self.exchange(
            command,
            payload,
            on: nil,
            within: time,
            limits: HostLimits(whole: time.wholeMilliseconds),
            cancellation: cancellation,
            keepalive: keepalive
        )
        switch exchange.outcome {
        case .answered(let message):
            return ChipResponse(
                answer: message.payload,
                sentAt: exchange.sentAt,
                receivedAt: exchange.endedAt,
                keepalives: exchange.keepalives,
                foreignPacketCount: foreignPacketCount
            )
        case .refused(let code): throw .refused(code)
        case .violated(let fault): throw .violated(fault, within: time)
        case .wait, .send, .keepalive: throw .violated(.wholeLimit, within: time)
        }
    }

    /// INIT on a channel; the broadcast channel asks for a new one.
    func open(
        _ channel: ChannelID,
        on connection: HIDConnection
    ) async throws(ChipFault) -> OpenedChannel {
        let sizes = self.sizes
        let nonce = UInt64.random(in: .min ... .max)
        let limits = HostLimits(packet: 1_000, whole: 5_000)
        let result = try await self.run(on: connection, within: .seconds(5) + Self.margin) { reports throws(USBError) in
            var request = ChannelRequest(nonce: nonce, on: channel, startedAt: .zero, limits: limits, reports: sizes)
            return try reports.run(&request)
        }
        switch result.outcome {
        case .answered(let opened): return opened
        case .refused(let code): throw .refused(code)
        case .violated(let fault): throw .violated(fault, within: .seconds(5))
        case .wait, .send, .keepalive: throw .violated(.wholeLimit, within: .seconds(5))
        }
    }

    /// Runs reports on the connection, and puts away what an error has spoiled.
    func run<Result: Sendable>(
        on connection: HIDConnection,
        within time: Duration,
        _ body: @escaping @Sendable (_ reports: borrowing HIDReports) throws(USBError) -> Result
    ) async throws(ChipFault) -> Result {
        do throws(HIDFault) {
            return try await connection.exchange(within: time, body)
        } catch {
            throw await self.fault(of: error, on: connection)
        }
    }

    /// Resets the port; the device may come back under another address.
    func resetPort() async throws(ChipFault) {
        let connection = try await self.connected()
        self.channel = nil
        do throws(HIDFault) {
            try await connection.resetPort()
        } catch .failed(.gone) {
            // It comes back as another device, which the next exchange opens.
            await self.close()
        } catch {
            throw await self.fault(of: error, on: connection)
        }
    }

    /// Ends the halts of both endpoints.
    func clearHalts() async throws(ChipFault) {
        let connection = try await self.connected()
        do throws(HIDFault) {
            try await connection.clearHalts()
        } catch {
            throw await self.fault(of: error, on: connection)
        }
    }

    /// A request on the control pipe.
    func read(_ request: USBControlRequest, byteCount: Int, within time: Duration) async throws(ChipFault) -> [UInt8] {
        let connection = try await self.connected()
        do throws(HIDFault) {
            return try await connection.read(request, byteCount: byteCount, within: time)
        } catch .failed(.stalled) {
            // The control pipe's halt ends by itself, USB 2.0, section 8.5.3.4.
            throw ChipFault(USBError.stalled)
        } catch {
            throw await self.fault(of: error, on: connection)
        }
    }

    /// Gives the interface back to the kernel's driver.
    func close() async {
        self.channel = nil
        let connection = self.connection
        self.connection = nil
        await connection?.close()
    }

    private func connect() async throws(ChipFault) -> HIDConnection {
        let connection: HIDConnection
        do throws(HIDFault) {
            connection = try await HIDConnection.open(self.interface, of: self.device)
        } catch .failed(.gone) {
            // Plugged in again meanwhile, or reset: the same place, another address.
            guard let (device, interface) = self.successor() else { throw ChipFault(USBError.gone) }
            do throws(HIDFault) {
                connection = try await HIDConnection.open(interface, of: device)
            } catch {
                throw ChipFault(error)
            }
            (self.device, self.interface) = (device, interface)
        } catch {
            throw ChipFault(error)
        }
        do throws(ChipFault) {
            try await self.readReportDescriptor(on: connection)
            do throws(ChipFault) {
                try await self.drain(connection)
            } catch  where error.cause == .stalled {
                // A halt from the time of an earlier program, which has ended now.
                try await self.drain(connection)
            }
        } catch {
            await connection.close()
            throw error
        }
        return connection
    }

    /// Throws away what an earlier program has left.
    private func drain(_ connection: HIDConnection) async throws(ChipFault) {
        try await self.run(on: connection, within: .seconds(10)) { reports throws(USBError) in try reports.drain() }
    }

    private func readReportDescriptor(on connection: HIDConnection) async throws(ChipFault) {
        let bytes: [UInt8]
        if let shown = self.interface.reportDescriptor {
            bytes = shown
        } else {
            do throws(HIDFault) {
                bytes = try await connection.read(
                    .reportDescriptor(of: self.interface),
                    byteCount: Self.reportDescriptorByteCount
                )
            } catch {
                throw ChipFault(error)
            }
        }
        self.sizes = try ReportSizes(of: self.interface, describedBy: bytes)
        self.reportDescriptor = bytes
    }

    /// The same device at the same place under another address.
    private func successor() -> (USBDevice, USBInterface)? {
        guard
            let device = (try? USBDevices.list())?.first(where: { found in
                found.place == self.device.place && found.vendor == self.device.vendor
                    && found.product == self.device.product && found.serialNumber == self.device.serialNumber
            }),
            let interface = device.interfaces.first(where: { $0.number == self.interface.number && $0.mayBeFIDO })
        else { return nil }
        return (device, interface)
    }

    private func fault(of error: HIDFault, on connection: HIDConnection) async -> ChipFault {
        self.channel = nil
        switch error {
        case .failed(.stalled):
            try? await connection.clearHalts()
        case .failed(.gone), .givenUp:
            await self.close()
        case .failed(.other), .failed(.overflow):
            // A device that was pulled out reports errors of its line first.
            try? await Task.sleep(for: .milliseconds(300))
            let isThere = (try? USBDevices.list())?.contains {
                $0.place == self.device.place && $0.address == self.device.address
            }
            if isThere == false {
                await self.close()
                return ChipFault(USBError.gone)
            }
        case .failed(.busy), .failed(.accessDenied), .failed(.timedOut), .failed(.unusable):
            break
        }
        return ChipFault(error)
    }
}
