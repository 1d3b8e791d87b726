import CTAPHID
package import FIDOClient
package import ISO7816
import PCSCTransport
import USBTransport

/// A real token: one connection over USB or to a card, with its channel or its applet.
///
/// Requests take turns. Each has a time limit. Cancelling the task of a request cancels the request on the token.
package actor Chip {
    package nonisolated let place: ChipPlace

    enum Link {
        case usb(USBLink)
        case card(CardLink)
    }

    let link: Link
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

    // MARK: Turns

    /// Runs a body after all earlier ones, in a task of its own.
    ///
    /// Cancelling the caller's task sets a flag that the exchange asks for, so that the token gets CANCEL and the connection lives
    /// on. The body itself is cancelled, and the connection with it, if that has not helped after ``cancellationTime``.
    func inTurn<Answer: Sendable>(
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
