import BlockingCalls
import CTAPHID
package import FIDOClient
import ISO7816
import PCSCTransport
import USBTransport

/// Error of a ``Chip``: the cause, and a sentence with advice.
package struct ChipFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The cause, the same for USB and cards.
    package let cause: ConnectionFault

    /// One sentence: what is wrong, and the next step.
    package let description: String

    package init(_ cause: ConnectionFault, _ description: String) {
        self.cause = cause
        self.description = description
    }

    /// Cancelled by the caller.
    package static let cancelled = ChipFault(.cancelled, "cancelled")

    static func timedOut(after time: Duration, _ sentence: String) -> ChipFault {
        ChipFault(.timedOut(milliseconds: time.wholeMilliseconds), sentence)
    }

    /// An ERROR message, CTAP 2.1, section 11.2.9.1.6.
    static func refused(_ code: ErrorCode) -> ChipFault {
        switch code {
        case .channelBusy:
            ChipFault(.busy, "the token serves another program; a browser that waits for a touch may be it")
        default:
            ChipFault(.refused(code), "the token refuses the message with CTAPHID error \(code.rawValue.hexadecimal)")
        }
    }

    static func violated(_ fault: TransactionFault, within time: Duration) -> ChipFault {
        switch fault {
        case .packetLimit: .timedOut(after: .milliseconds(500), "the token has sent nothing for half a second")
        case .wholeLimit: .timedOut(after: time, "the token has not responded in \(time)")
        default: ChipFault(.wrongPacket(fault), "the token violates CTAPHID: \(fault.words)")
        }
    }

    /// A status word other than `9000`.
    static func refused(_ statusWord: StatusWord) -> ChipFault {
        ChipFault(.refusedByCard(statusWord), "the card refuses the command with status \(statusWord.hexadecimal)")
    }

    static func violated(_ fault: CardTransactionFault) -> ChipFault {
        ChipFault(.wrongResponse(fault), "the card violates ISO 7816-4: \(fault.words)")
    }

    static func noApplet(_ statusWord: StatusWord) -> ChipFault {
        ChipFault(
            .noApplet(statusWord),
            "the card has no FIDO applet; SELECT returns \(statusWord.hexadecimal)"
        )
    }

    init(_ error: USBError) {
        self.init(error.cause, error.description)
    }

    init(_ error: PCSCError) {
        self.init(error.cause, error.description)
    }

    init(_ fault: HIDFault) {
        switch fault {
        case .failed(let error): self.init(error)
        case .givenUp(.timedOut(let time)): self = .timedOut(after: time, fault.description)
        case .givenUp(.cancelled): self = .cancelled
        case .givenUp(.ended): self.init(.gone, fault.description)
        }
    }

    init(_ fault: CardFault) {
        switch fault {
        case .failed(let error): self.init(error)
        case .givenUp(.timedOut(let time)): self = .timedOut(after: time, fault.description)
        case .givenUp(.cancelled): self = .cancelled
        case .givenUp(.ended): self.init(.gone, fault.description)
        }
    }
}

extension USBError {
    fileprivate var cause: ConnectionFault {
        switch self {
        case .gone: .gone
        case .accessDenied: .noPermission
        case .busy: .busy
        case .stalled: .stalled
        case .timedOut: .timedOut(milliseconds: 0)
        case .unusable: .unusable
        case .overflow, .other: .transport
        }
    }
}

extension PCSCError {
    fileprivate var cause: ConnectionFault {
        switch self {
        case .noService, .serviceStopped, .invalidHandle: .serviceMissing
        case .accessDenied: .noPermission
        case .sharingViolation: .busy
        case .noCard, .removedCard, .unknownReader, .readerUnavailable, .noReaders: .gone
        case .resetCard: .wasReset
        case .unresponsiveCard, .unpoweredCard, .protocolMismatch: .unusable
        case .timeout: .timedOut(milliseconds: 0)
        case .cancelled: .cancelled
        default: .transport
        }
    }
}

extension TransactionFault {
    /// The violation in words.
    fileprivate var words: String {
        switch self {
        case .packetLimit: "no packet in time"
        case .wholeLimit: "no response in time"
        case .wrongSequence(let sequence, let expected): "packet \(sequence) came in place of packet \(expected)"
        case .continuationWithoutBeginning(let sequence): "packet \(sequence) continues no message"
        case .wrongCommand(let command, let expected):
            "a response to command \(command.rawValue.hexadecimal) came for command \(expected.rawValue.hexadecimal)"
        case .interrupted(let command): "message \(command.rawValue.hexadecimal) begins within the response"
        case .wrongLength(let command, let byteCount):
            "message \(command.rawValue.hexadecimal) has a length of \(byteCount)"
        case .unasked(let command): "message \(command.rawValue.hexadecimal) came without a request"
        case .wrongReportSize(let byteCount):
            "a report has \(byteCount) bytes, which is not the size in the report descriptor"
        case .wrongChannel(let channel):
            "INIT names the channel \(String(channel.rawValue, radix: 16))"
        }
    }
}

extension CardTransactionFault {
    /// The violation in words.
    fileprivate var words: String {
        switch self {
        case .truncatedResponse(let byteCount): "a response has \(byteCount) bytes and no status word"
        case .unexpectedData(let byteCount): "\(byteCount) bytes came before the end of the command"
        case .responseTooLong(let byteCount): "the response has \(byteCount) bytes and does not end"
        case .tooManyRounds: "the response does not end"
        case .responseLost(let statusWord): "GET RESPONSE is answered with \(statusWord.hexadecimal)"
        case .notTransmitted: "the reader does not send the command"
        }
    }
}

extension UInt8 {
    /// Two digits.
    var hexadecimal: String {
        let digits = String(self, radix: 16, uppercase: true)
        return digits.count == 1 ? "0\(digits)" : digits
    }
}

extension StatusWord {
    /// Four digits.
    var hexadecimal: String { self.bytes.map(\.hexadecimal).joined() }
}

extension Duration {
    /// Milliseconds, rounded down; 0 for less than none.
    var wholeMilliseconds: UInt64 {
        let (seconds, attoseconds) = self.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1000)
        let rest = UInt64(attoseconds / 1_000_000_000_000_000)
        return overflow ? .max : product.addingReportingOverflow(rest).overflow ? .max : product + rest
    }
}
