package import CTAPHID
import FIDOMessages
package import ISO7816

/// One CTAP2 request to a card: NFCCTAP_MSG, and NFCCTAP_GETRESPONSE while it works; CTAP 2.1, sections 11.3.5 and 11.3.7.
///
/// A value without I/O and without a clock: the caller ends an exchange that takes too long with ``cancel()``.
package struct NFCExchange: Equatable, Sendable {
    /// Next action of the caller.
    package enum Step: Equatable, Sendable {
        /// Transmit this APDU, then report its response.
        case transmit([UInt8])
        /// The card still works on the request: call ``NFCExchange/poll()``, at once or after a short pause.
        case keepalive(KeepaliveStatus)
        /// The response: a CTAP2 status and its data. Final.
        case answered([UInt8])
        /// Another status word than `9000`. Final.
        case refused(StatusWord)
        /// The card violated the protocol. Final.
        case violated(CardTransactionFault)
    }

    /// The APDU to be transmitted first.
    package let opening: [UInt8]

    /// Whether the extended form was refused and the short one was not: to be remembered for the reader and the card.
    package private(set) var needsShortForm = false

    private var transaction: CardTransaction
    private var limits: LengthLimits
    private var isWorking = false
    private var isCancelled = false
    private var end: Step?

    /// An exchange for a request.
    ///
    /// - Parameters:
    ///   - message: A CTAP2 command byte and its parameters.
    ///   - limits: The form of the APDUs.
    ///   - polls: Whether the card may answer `9100` and be asked again.
    /// - Throws: ``APDUError`` for a request too long for the limits.
    package init(_ message: [UInt8], limits: LengthLimits, polls: Bool = true) throws(APDUError) {
        let command = CommandAPDU(
            cla: 0x80,
            ins: 0x10,
            p1: polls ? 0x80 : 0x00,
            p2: 0x00,
            data: message,
            expectedLength: limits.allowsExtended ? 65_536 : 256,
            isExtended: limits.allowsExtended
        )
        self.limits = limits
        self.transaction = try CardTransaction(command, limits: limits)
        guard case .send(let opening) = self.transaction.begin() else {
            throw .dataTooLong(byteCount: message.count)
        }
        self.opening = opening
    }

    /// The card responded.
    package mutating func responseReceived(_ bytes: [UInt8]) -> Step {
        if let end = self.end { return end }
        return self.take(self.transaction.responseReceived(bytes))
    }

    /// The reader did not transmit the APDU: an extended one goes out in parts, any other ends the exchange.
    package mutating func transmissionRefused() -> Step {
        if let end = self.end { return end }
        return self.take(self.transaction.transmissionRefused())
    }

    /// The next NFCCTAP_GETRESPONSE after a keepalive; with P1 `11` once the exchange is cancelled.
    package mutating func poll() -> Step {
        if let end = self.end { return end }
        guard self.isWorking else { return self.finish(.refused(.conditionsNotSatisfied)) }
        let command = CommandAPDU(
            cla: 0x80,
            ins: 0x11,
            p1: self.isCancelled ? 0x11 : 0x00,
            p2: 0x00,
            expectedLength: self.limits.allowsExtended ? 65_536 : 256,
            isExtended: self.limits.allowsExtended
        )
        // A header and Le fit every form.
        guard let transaction = try? CardTransaction(command, limits: self.limits) else {
            return self.finish(.refused(.wrongLength))
        }
        self.isWorking = false
        self.transaction = transaction
        return self.take(self.transaction.begin())
    }

    /// The caller does not want the response any more: the next poll says so, and the response is usually `2D`.
    package mutating func cancel() {
        self.isCancelled = true
    }

    private mutating func take(_ step: CardTransactionStep) -> Step {
        switch step {
        case .send(let bytes):
            return .transmit(bytes)
        case .failed(let fault):
            return self.finish(.violated(fault))
        case .answered(let response):
            if self.transaction.refusesExtended {
                self.needsShortForm = true
                self.limits.allowsExtended = false
            }
            switch response.statusWord {
            case .stillWorking:
                self.isWorking = true
                return .keepalive(KeepaliveStatus(rawValue: response.data.first ?? 0))
            case .success:
                return self.finish(.answered(response.data))
            default:
                return self.finish(.refused(response.statusWord))
            }
        }
    }

    private mutating func finish(_ step: Step) -> Step {
        self.end = step
        return step
    }
}
