package import CTAPHID
import FIDOClient
package import PCSCTransport
package import USBTransport

/// The transport itself, for checks of it.
extension Chip {
    /// One CTAPHID request on a channel with any outcome.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - payload: Its payload.
    ///   - channel: The channel; `nil` is the own one.
    ///   - time: The limit for the whole response.
    ///   - packetLimit: The limit for the next packet.
    ///   - keepalive: Receives keepalives as they come.
    /// - Returns: The outcome with its times.
    /// - Throws: ``ChipFault`` if the transport fails.
    package func transact(
        _ command: Command,
        _ payload: [UInt8],
        on channel: ChannelID? = nil,
        within time: Duration = .seconds(10),
        packetLimit: Duration = .milliseconds(500),
        keepalive: @escaping KeepaliveReceiver = { _ in }
    ) async throws(ChipFault) -> ReportExchange<Message> {
        try await self.inTurn { chip, cancellation async throws(ChipFault) in
            let limits = HostLimits(
                packet: packetLimit.wholeMilliseconds,
                whole: time.wholeMilliseconds,
                busy: 0
            )
            return try await chip.usb().exchange(
                command,
                payload,
                on: channel,
                within: time,
                limits: limits,
                cancellation: cancellation,
                keepalive: keepalive
            ).0
        }
    }

    /// INIT; the broadcast channel asks for a new channel, which the chip does not use itself.
    package func requestChannel(on channel: ChannelID = .broadcast) async throws(ChipFault) -> OpenedChannel {
        try await self.inTurn { chip, _ async throws(ChipFault) in
            let link = try chip.usb()
            return try await link.open(channel, on: link.connected())
        }
    }

    /// Runs a body with the reports of a USB key, on the connection's thread.
    package func reports<Answer: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable (_ reports: borrowing HIDReports) throws(USBError) -> Answer
    ) async throws(ChipFault) -> Answer {
        try await self.inTurn { chip, _ async throws(ChipFault) in
            let link = try chip.usb()
            return try await link.run(on: link.connected(), within: time, body)
        }
    }

    /// A request on the control pipe of a USB key.
    package func read(
        _ request: USBControlRequest,
        byteCount: Int,
        within time: Duration = .seconds(2)
    ) async throws(ChipFault) -> [UInt8] {
        try await self.inTurn { chip, _ async throws(ChipFault) in
            try await chip.usb().read(request, byteCount: byteCount, within: time)
        }
    }

    /// Ends the halts of both endpoints of a USB key.
    package func clearHalts() async throws(ChipFault) {
        try await self.inTurn { chip, _ async throws(ChipFault) in try await chip.usb().clearHalts() }
    }

    /// Runs a body with a card that no other program can use meanwhile; nothing is selected before it.
    package func transaction<Answer: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable (_ card: borrowing TransactedCard) throws(PCSCError) -> Answer
    ) async throws(ChipFault) -> Answer {
        try await self.inTurn { chip, _ async throws(ChipFault) in
            try await chip.card().transaction(within: time, body)
        }
    }

    /// Sends one APDU to a card as it is, and gives the response with its status word.
    package func transmit(_ apdu: [UInt8], within time: Duration = .seconds(10)) async throws(ChipFault) -> [UInt8] {
        try await self.transaction(within: time) { card throws(PCSCError) in try card.transmit(apdu) }
    }

    /// Selects the applet again before the next request; for checks that select something else.
    package func forgetSelection() {
        if case .card(let link) = self.link { link.forgetSelection() }
    }

    /// Resets the port of a USB key, or the card; the next request opens a channel or selects the applet.
    package func reset(_ initialization: CardInitialization = .reset) async throws(ChipFault) {
        try await self.inTurn { chip, _ async throws(ChipFault) in
            switch chip.link {
            case .usb(let link): try await link.resetPort()
            case .card(let link): try await link.reset(initialization)
            }
        }
    }

    private func usb() throws(ChipFault) -> USBLink {
        guard case .usb(let link) = self.link else {
            throw ChipFault(.unusable, "a card has no USB port")
        }
        return link
    }

    private func card() throws(ChipFault) -> CardLink {
        guard case .card(let link) = self.link else {
            throw ChipFault(.unusable, "a USB key has no reader")
        }
        return link
    }
}
