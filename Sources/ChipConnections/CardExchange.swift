import CTAPHID
import FIDOClient
import Foundation
import ISO7816
import PCSCTransport

/// Outcome of an exchange with a card.
enum CardOutcome<Result: Sendable>: Sendable {
    case done(Result)
    case noApplet(StatusWord)
    /// A status word other than `9000` to a CTAP2 request.
    case refused(StatusWord)
    case violated(CardTransactionFault)
    case failed(PCSCError)
}

/// Outcome of SELECT and an exchange.
struct SelectedOutcome<Result: Sendable>: Sendable {
    var outcome: CardOutcome<Result>

    /// Whether the card may have had a part of the exchange itself.
    var isWithin = false

    /// The version text of a SELECT that was needed.
    var version: [UInt8]?
    var transportProtocol: Int?

    init(_ outcome: CardOutcome<Result>, isWithin: Bool) {
        self.outcome = outcome
        self.isWithin = isWithin
    }
}

/// A response, and whether the card needs short APDUs.
struct CardResponse<Answer: Sendable>: Sendable {
    var response: ChipResponse<Answer>
    var needsShortForm: Bool
}

extension TransactedCard {
    /// Pause before a card that still works is asked again.
    private static let pollInterval = 0.05

    /// Time for a card to end a request that was cancelled.
    private static let cancellationTime = Duration.seconds(3)

    /// SELECT unless the applet is selected, then an exchange.
    borrowing func select<Result: Sendable>(
        isSelected: Bool,
        then body: (_ card: borrowing TransactedCard, _ sentCount: inout Int) -> CardOutcome<Result>
    ) -> SelectedOutcome<Result> {
        var version: [UInt8]?
        if !isSelected {
            switch self.selectApplet() {
            case .done(let text): version = text
            case .noApplet(let statusWord): return SelectedOutcome(.noApplet(statusWord), isWithin: false)
            case .refused(let statusWord): return SelectedOutcome(.refused(statusWord), isWithin: false)
            case .violated(let fault): return SelectedOutcome(.violated(fault), isWithin: false)
            case .failed(let error): return SelectedOutcome(.failed(error), isWithin: false)
            }
        }
        var sentCount = 0
        var outcome = SelectedOutcome(body(self, &sentCount), isWithin: true)
        if case .failed(let error) = outcome.outcome, sentCount == 0 {
            // The resource manager finds these before it sends anything.
            outcome.isWithin = error != .resetCard && error != .removedCard
        }
        outcome.version = version
        outcome.transportProtocol = self.transportProtocol
        return outcome
    }

    private borrowing func selectApplet() -> CardOutcome<[UInt8]> {
        guard var selection = try? AppletSelection() else { return .violated(.notTransmitted) }
        var step = AppletSelection.Step.transmit(selection.opening)
        while true {
            switch step {
            case .transmit(let bytes):
                do throws(PCSCError) {
                    step = selection.responseReceived(try self.transmit(bytes))
                } catch {
                    return .failed(error)
                }
            case .selected(let version): return .done(version)
            case .refused(let statusWord): return .noApplet(statusWord)
            case .violated(let fault): return .violated(fault)
            }
        }
    }

    /// A CTAP2 request; CTAP 2.1, section 11.3.5.
    borrowing func run(
        _ message: [UInt8],
        _ limits: LengthLimits,
        within time: Duration,
        _ sentCount: inout Int,
        _ cancellation: Cancellation,
        _ keepalive: KeepaliveReceiver
    ) -> CardOutcome<CardResponse<[UInt8]>> {
        guard var exchange = try? NFCExchange(message, limits: limits) else { return .violated(.notTransmitted) }
        var step = NFCExchange.Step.transmit(exchange.opening)
        var keepalives: [Keepalive] = []
        let sentAt = ContinuousClock.now
        var cancelledAt: ContinuousClock.Instant?
        while true {
            switch step {
            case .transmit(let bytes):
                do throws(PCSCError) {
                    step = exchange.responseReceived(try self.transmit(bytes))
                    sentCount += 1
                } catch  where error.refusesToTransmit {
                    step = exchange.transmissionRefused()
                    if case .violated(.notTransmitted) = step { return .failed(error) }
                } catch {
                    return .failed(error)
                }
            case .keepalive(let status):
                let sign = Keepalive(status: status, time: .now)
                keepalives.append(sign)
                keepalive(sign)
                if cancelledAt == nil, cancellation.isCancelled || sign.time > sentAt + time {
                    cancelledAt = sign.time
                    exchange.cancel()
                }
                if let cancelledAt, sign.time > cancelledAt + Self.cancellationTime { return .failed(.timeout) }
                Thread.sleep(forTimeInterval: Self.pollInterval)
                step = exchange.poll()
            case .answered(let payload):
                let response = ChipResponse(
                    answer: payload,
                    sentAt: sentAt,
                    receivedAt: .now,
                    keepalives: keepalives,
                    foreignPacketCount: 0
                )
                return .done(CardResponse(response: response, needsShortForm: exchange.needsShortForm))
            case .refused(let statusWord): return .refused(statusWord)
            case .violated(let fault): return .violated(fault)
            }
        }
    }

    /// Another command, such as U2F's; any status word is a response.
    borrowing func run(
        _ command: CommandAPDU,
        _ limits: LengthLimits,
        _ sentCount: inout Int
    ) -> CardOutcome<CardResponse<ResponseAPDU>> {
        guard var transaction = try? CardTransaction(command, limits: limits) else {
            return .violated(.notTransmitted)
        }
        let sentAt = ContinuousClock.now
        var step = transaction.begin()
        while true {
            switch step {
            case .send(let bytes):
                do throws(PCSCError) {
                    step = transaction.responseReceived(try self.transmit(bytes))
                    sentCount += 1
                } catch  where error.refusesToTransmit {
                    step = transaction.transmissionRefused()
                    if case .failed(.notTransmitted) = step { return .failed(error) }
                } catch {
                    return .failed(error)
                }
            case .answered(let answer):
                let response = ChipResponse(
                    answer: answer,
                    sentAt: sentAt,
                    receivedAt: .now,
                    keepalives: [],
                    foreignPacketCount: 0
                )
                return .done(CardResponse(response: response, needsShortForm: transaction.refusesExtended))
            case .failed(let fault): return .violated(fault)
            }
        }
    }
}

extension PCSCError {
    /// SCARD_E_INVALID_PARAMETER.
    private static let invalidParameter = PCSCError(rawValue: 0x8010_0004)

    /// Whether a reader reports so that it does not take an APDU of this length.
    fileprivate var refusesToTransmit: Bool {
        self == .notTransacted || self == .insufficientBuffer || self == Self.invalidParameter
    }
}
