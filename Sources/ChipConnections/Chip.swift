package import CTAPHID
package import FIDOClient
package import ISO7816
package import PCSCTransport
package import USBTransport

/// A real token: one connection over USB or to a card, with its channel or its applet.
///
/// Requests take turns. Each has a time limit. Cancelling the task of a request cancels the request on the token.
package actor Chip {
    package nonisolated let place: ChipPlace

    private enum Link {
        case usb(USBLink)
        case card(CardLink)
    }

    private let link: Link
    private var lastTurn: Task<Void, Never>?

    /// Time for a request with a touch.
    package static let touchTime = Duration.seconds(60)

    /// Time for a request that was cancelled to end on the token, before the connection is given up.
    private static let cancellationTime = Duration.seconds(3)

    private init(_ place: ChipPlace, _ form: APDUForm) {
        self.place = place
        switch place {
        case .usb(let device, let interface): self.link = .usb(USBLink(device, interface))
        case .card(let reader, _): self.link = .card(CardLink(reader, form: form))
        }
    }

    /// Opens the token: INIT on a key, SELECT on a card.
    package static func open(_ place: ChipPlace, apdus form: APDUForm = .automatic) async throws(ChipFault) -> Chip {
        let chip = Chip(place, form)
        do throws(ChipFault) {
            try await chip.openAgain()
        } catch {
            await chip.close()
            throw error
        }
        return chip
    }

    /// Opens the token without INIT or SELECT, for checks of these.
    package static func connect(_ place: ChipPlace) async throws(ChipFault) -> Chip {
        let chip = Chip(place, .automatic)
        do throws(ChipFault) {
            try await chip.inTurn { chip, _ async throws(ChipFault) in
                switch chip.link {
                case .usb(let link): _ = try await link.connected()
                case .card(let link): _ = try await link.connected()
                }
            }
        } catch {
            await chip.close()
            throw error
        }
        return chip
    }

    /// Makes sure of an open channel or a selected applet.
    package func openAgain() async throws(ChipFault) {
        try await self.inTurn { chip, _ async throws(ChipFault) in
            switch chip.link {
            case .usb(let link): _ = try await link.opened()
            case .card(let link): try await link.select()
            }
        }
    }

    /// Ends the connection, and returns when the kernel's driver has a USB key again.
    package func close() async {
        // In its turn, and also in a task that was cancelled.
        try? await self.inTurn(ignoresCancellation: true) { chip, _ async throws(ChipFault) in
            switch chip.link {
            case .usb(let link): await link.close()
            case .card(let link): await link.close()
            }
        }
    }

    // MARK: Requests

    /// Sends a CTAP2 request: a command byte and its parameters.
    ///
    /// - Parameters:
    ///   - message: The request.
    ///   - time: The limit for the whole response, keepalives included.
    ///   - keepalive: Receives keepalives as they come.
    /// - Returns: The response, beginning with its status.
    /// - Throws: ``ChipFault``; ``ChipFault/cancelled`` if the task was cancelled, whatever the token has returned.
    package func send(
        _ message: [UInt8],
        within time: Duration = Chip.touchTime,
        keepalive: @escaping KeepaliveReceiver = { _ in }
    ) async throws(ChipFault) -> ChipResponse<[UInt8]> {
        try await self.inTurn { chip, cancellation async throws(ChipFault) in
            switch chip.link {
            case .usb(let link):
                return try await link.answer(.cbor, message, within: time, cancellation, keepalive)
            case .card(let link):
                return try await link.send(message, within: time, cancellation: cancellation, keepalive: keepalive)
            }
        }
    }

    /// Sends a CTAP2 call.
    ///
    /// - Returns: The result, or the status code and other reasons for none.
    package func send<Call: CTAP2Call>(
        _ call: Call,
        within time: Duration = Chip.touchTime,
        keepalive: @escaping KeepaliveReceiver = { _ in }
    ) async throws(ChipFault) -> ChipResponse<Result<Call.Result, CallFault>> {
        let response = try await self.send(call.message, within: time, keepalive: keepalive)
        do throws(CallFault) {
            return response.with(.success(try call.answer(parsing: response.answer)))
        } catch {
            return response.with(.failure(error))
        }
    }

    /// Sends a U2F command.
    ///
    /// - Returns: The response with any status word; `6985` asks for a touch.
    package func send(
        _ command: CommandAPDU,
        within time: Duration = .seconds(10)
    ) async throws(ChipFault) -> ChipResponse<ResponseAPDU> {
        try await self.inTurn { chip, cancellation async throws(ChipFault) in
            switch chip.link {
            case .usb(let link):
                var extended = command
                // U2F raw message formats 1.2, section 3.1: over USB always extended.
                extended.isExtended = true
                extended.expectedLength = command.expectedLength.map { _ in 65_536 }
                guard let bytes = try? extended.bytes() else {
                    throw ChipFault(.unusable, "the command does not fit an APDU")
                }
                let response = try await link.answer(.msg, bytes, within: time, cancellation) { _ in }
                guard let answer = try? ResponseAPDU(parsing: response.answer) else {
                    throw .violated(.truncatedResponse(byteCount: response.answer.count))
                }
                return response.with(answer)
            case .card(let link):
                return try await link.send(command, within: time)
            }
        }
    }

    /// Sends a U2F call; `userMissing` asks for a touch and the same call again.
    package func send<Call: U2FCall>(
        _ call: Call,
        within time: Duration = .seconds(10)
    ) async throws(ChipFault) -> ChipResponse<Result<Call.Result, U2FFault>> {
        let response = try await self.send(call.command, within: time)
        do throws(U2FFault) {
            return response.with(.success(try call.answer(parsing: response.answer)))
        } catch {
            return response.with(.failure(error))
        }
    }

    // MARK: Identity

    /// The properties of the token and its connection.
    package var identity: ChipIdentity {
        switch self.link {
        case .usb(let link):
            .usb(
                USBIdentity(
                    device: link.device,
                    interface: link.interface,
                    reportDescriptor: link.reportDescriptor,
                    reports: link.sizes,
                    channel: link.channel
                )
            )
        case .card(let link):
            .card(
                CardIdentity(
                    reader: link.reader,
                    answerToReset: self.place.answerToReset ?? [],
                    features: link.features ?? ReaderFeatures(),
                    transportProtocol: link.transportProtocol,
                    version: link.version,
                    limits: link.limits
                )
            )
        }
    }

    // MARK: The transport itself, for checks

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

    // MARK: Turns

    /// Runs a body after all earlier ones, in a task of its own.
    ///
    /// Cancelling the caller's task sets a flag that the exchange asks for, so that the token gets CANCEL and the connection lives
    /// on. The body itself is cancelled, and the connection with it, if that has not helped after ``cancellationTime``.
    private func inTurn<Answer: Sendable>(
        ignoresCancellation: Bool = false,
        _ body: @escaping @Sendable (isolated Chip, Cancellation) async throws(ChipFault) -> Answer
    ) async throws(ChipFault) -> Answer {
        let cancellation = Cancellation()
        let previous = self.lastTurn
        let task = Task { () async -> Result<Answer, ChipFault> in
            await previous?.value
            guard !cancellation.isCancelled else { return .failure(.cancelled) }
            do throws(ChipFault) {
                return .success(try await body(self, cancellation))
            } catch {
                return .failure(error)
            }
        }
        self.lastTurn = Task { _ = await task.value }
        let outcome: Result<Answer, ChipFault>
        if ignoresCancellation {
            outcome = await task.value
        } else {
            outcome = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                cancellation.cancel()
                Task {
                    try? await Task.sleep(for: Self.cancellationTime, clock: .continuous)
                    task.cancel()
                }
            }
            if cancellation.isCancelled { throw .cancelled }
        }
        return try outcome.get()
    }
}
