import CTAPHID
import ChipConnections
import FIDOClient
import FIDOMessages
import ISO7816
import Synchronization
import TokenQuality

extension TestBed {
    /// A response that may be a refusal of the transport.
    enum Reply: Equatable {
        case message([UInt8])
        /// An ERROR message or a status word.
        case refused(String)

        /// The status of a CTAP2 message.
        var status: CTAP2StatusCode? {
            guard case .message(let bytes) = self else { return nil }
            return bytes.first.map { CTAP2StatusCode(rawValue: $0) }
        }

        var text: String {
            switch self {
            case .refused(let text): text
            case .message(let bytes):
                bytes.first.map { "status \(hexadecimal([$0]))" } ?? "a message without a status"
            }
        }
    }

    /// The reaction to a token that waits for a touch.
    enum Touch {
        /// The user is asked for it.
        case asked
        /// The user is not asked, and the request goes on.
        case withheld
        /// The request is cancelled: it must not need one.
        case forbidden
    }

    /// The longest wait for a response that needs no touch.
    static let promptness = Duration.seconds(3)

    /// The longest wait for a response that needs one.
    static let patience = Duration.seconds(45)

    var transport: TokenTransport {
        switch self.chip.place {
        case .usb: .usb
        case .card: .card
        }
    }

    /// Sends a CTAP2 message; a refusal of the transport is a reply, too.
    func reply(
        _ message: [UInt8],
        within time: Duration = promptness,
        touch: Touch = .asked
    ) async throws(CheckEnd) -> Reply {
        let start = ContinuousClock.now
        let asked = Mutex(false)
        let (chip, prompt, current) = (self.chip, self.touchPrompt, self.current)
        let request = Mutex<Task<Result<ChipResponse<[UInt8]>, ChipFault>, Never>?>(nil)
        let task = Task { () async -> Result<ChipResponse<[UInt8]>, ChipFault> in
            do throws(ChipFault) {
                let response = try await chip.send(message, within: time) { keepalive in
                    guard keepalive.status == .userPresenceNeeded else { return }
                    let isFirst = asked.withLock { value in
                        defer { value = true }
                        return !value
                    }
                    guard isFirst else { return }
                    switch touch {
                    case .asked: prompt(current)
                    case .withheld: break
                    case .forbidden: request.withLock { $0?.cancel() }
                    }
                }
                return .success(response)
            } catch {
                return .failure(error)
            }
        }
        request.withLock { $0 = task }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        switch result {
        case .success(let response):
            self.note(.ctap2, message, response.answer, response.duration)
            return .message(response.answer)
        case .failure(let fault):
            self.note(.ctap2, message, nil, ContinuousClock.now - start)
            switch fault.cause {
            case .refused(let code): return .refused("CTAPHID error \(hexadecimal([code.rawValue]))")
            case .refusedByCard(let word): return .refused("status word \(hexadecimal(word.bytes))")
            case .cancelled where touch == .forbidden && !Task.isCancelled:
                return .refused("a wait for a touch")
            default: throw .connection(fault)
            }
        }
    }

    /// Sends a CTAP2 message that has to have a response of CTAP2.
    func response(
        _ message: [UInt8],
        within time: Duration = promptness,
        touch: Touch = .forbidden
    ) async throws(CheckEnd) -> [UInt8] {
        let reply = try await self.reply(message, within: time, touch: touch)
        guard case .message(let response) = reply else {
            throw .outcome(.failed(expected: "a response of CTAP2", found: reply.text))
        }
        return response
    }

    /// Sends a CTAP2 message that waits for a touch.
    ///
    /// - Throws: An inconclusive outcome if nobody has touched the token.
    func touched(_ message: [UInt8]) async throws(CheckEnd) -> [UInt8] {
        let response = try await self.response(message, within: Self.patience, touch: .asked)
        switch response.first.map({ CTAP2StatusCode(rawValue: $0) }) {
        case .userActionTimeout?, .actionTimeout?:
            throw .outcome(.inconclusive(reason: "nobody has touched the token in time"))
        case .operationDenied?:
            throw .outcome(.inconclusive(reason: "the touch was refused at the token"))
        case .pinRequired?, .pinNotSet?:
            throw .outcome(.inconclusive(reason: "the token asks for a PIN; take one without"))
        default:
            return response
        }
    }

    /// The result of a call that has to succeed.
    func result<Call: CTAP2Call>(of call: Call, touch: Bool) async throws(CheckEnd) -> Call.Result {
        let response = touch ? try await self.touched(call.message) : try await self.response(call.message)
        do throws(CallFault) {
            let result = try call.answer(parsing: response)
            if let assertion = result as? GivenAssertion, let call = call as? GetAssertionCall {
                self.mark(assertion, of: assertion.credentialID ?? call.allowList.first)
            }
            return result
        } catch {
            throw .outcome(.failed(expected: "status 00 and the members of the standard", found: words(error)))
        }
    }

    /// Sends a U2F command.
    func u2f(_ command: CommandAPDU) async throws(CheckEnd) -> ResponseAPDU {
        let bytes = (try? command.bytes()) ?? []
        do throws(ChipFault) {
            let response = try await self.chip.send(command, within: Self.promptness)
            self.note(.apdu, bytes, response.answer.bytes, response.duration)
            return response.answer
        } catch {
            self.note(.apdu, bytes, nil, .zero)
            guard case .refused(let code) = error.cause else { throw .connection(error) }
            throw .outcome(.failed(expected: "a status word", found: "CTAPHID error \(hexadecimal([code.rawValue]))"))
        }
    }

    /// Sends a U2F command until the user has touched the token.
    func touchedU2F(_ command: CommandAPDU) async throws(CheckEnd) -> ResponseAPDU {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end, !Task.isCancelled {
            let response = try await self.u2f(command)
            guard response.statusWord == .conditionsNotSatisfied else { return response }
            self.askForTouch()
            try? await Task.sleep(for: .milliseconds(150))
        }
        throw .outcome(.inconclusive(reason: "nobody has touched the token in time"))
    }

    /// Sends an APDU as it is.
    func transmit(_ command: [UInt8]) async throws(CheckEnd) -> ResponseAPDU {
        let start = ContinuousClock.now
        do throws(ChipFault) {
            let response = try await self.chip.transmit(command, within: Self.promptness)
            self.note(.apdu, command, response, ContinuousClock.now - start)
            guard let parsed = try? ResponseAPDU(parsing: response) else {
                throw ChipFault(
                    .wrongResponse(.truncatedResponse(byteCount: response.count)),
                    "a response has \(response.count) bytes and no status word"
                )
            }
            return parsed
        } catch {
            throw .connection(error)
        }
    }

    /// One PING, whose response has to be the same bytes.
    func ping(_ payload: [UInt8]) async throws(CheckEnd) -> CheckOutcome {
        let result = try await self.transact(.ping, payload)
        guard case .answered(let message) = result.outcome else {
            return .failed(expected: "PING of \(payload.count) bytes", found: words(result.outcome))
        }
        return message.payload == payload
            ? .passed(found: "the same bytes")
            : .failed(expected: hexadecimal(payload), found: hexadecimal(message.payload))
    }

    /// One CTAPHID message on the own channel or on another.
    func transact(
        _ command: Command,
        _ payload: [UInt8],
        on channel: ChannelID? = nil
    ) async throws(CheckEnd) -> ReportExchange<Message> {
        do throws(ChipFault) {
            let result = try await self.chip.transact(command, payload, on: channel, within: Self.promptness)
            var response: [UInt8]?
            if case .answered(let message) = result.outcome { response = [message.command.rawValue] + message.payload }
            if case .refused(let code) = result.outcome { response = [Command.error.rawValue, code.rawValue] }
            self.note(.ctaphid, [command.rawValue] + payload, response, result.endedAt - result.sentAt)
            return result
        } catch {
            throw .connection(error)
        }
    }

    private func note(_ form: RecordedExchange.Form, _ request: [UInt8], _ response: [UInt8]?, _ time: Duration) {
        self.note(RecordedExchange(form, request: request, response: response, microseconds: time.microseconds))
    }
}

extension Duration {
    var microseconds: UInt64 {
        let (seconds, attoseconds) = self.components
        return UInt64(clamping: seconds) &* 1_000_000 &+ UInt64(clamping: attoseconds / 1_000_000_000_000)
    }
}
