import BlockingCalls

/// Result of an SCard function that has failed, PC/SC part 5, section 3.1.
///
/// The number is 32 bits wide everywhere, whatever a LONG is on the system.
package struct PCSCError: Error, Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The result of a call; nil: success.
    init?(result: Int) {
        guard result != 0 else { return nil }
        self.init(rawValue: UInt32(truncatingIfNeeded: result))
    }

    package static let cancelled = PCSCError(rawValue: 0x8010_0002)
    package static let invalidHandle = PCSCError(rawValue: 0x8010_0003)
    package static let insufficientBuffer = PCSCError(rawValue: 0x8010_0008)
    package static let unknownReader = PCSCError(rawValue: 0x8010_0009)
    package static let timeout = PCSCError(rawValue: 0x8010_000A)
    package static let sharingViolation = PCSCError(rawValue: 0x8010_000B)
    package static let noCard = PCSCError(rawValue: 0x8010_000C)
    package static let protocolMismatch = PCSCError(rawValue: 0x8010_000F)
    package static let notReady = PCSCError(rawValue: 0x8010_0010)
    package static let notTransacted = PCSCError(rawValue: 0x8010_0016)
    package static let readerUnavailable = PCSCError(rawValue: 0x8010_0017)
    package static let noService = PCSCError(rawValue: 0x8010_001D)
    package static let serviceStopped = PCSCError(rawValue: 0x8010_001E)
    package static let noReaders = PCSCError(rawValue: 0x8010_002E)
    package static let unresponsiveCard = PCSCError(rawValue: 0x8010_0066)
    package static let unpoweredCard = PCSCError(rawValue: 0x8010_0067)
    package static let resetCard = PCSCError(rawValue: 0x8010_0068)
    package static let removedCard = PCSCError(rawValue: 0x8010_0069)
    package static let accessDenied = PCSCError(rawValue: 0x8010_006A)

    /// Whether the resource manager is gone, so that nothing works before a new context is made.
    package var endsContext: Bool {
        switch self {
        case .noService, .serviceStopped, .invalidHandle: true
        default: false
        }
    }
}

extension PCSCError: CallFailure {
    package static var timeoutSentence: String { "the card has not answered" }
    package static var timeoutHint: String { "; another program may keep it: gpg's scdaemon, a browser, OpenSC" }

    /// The cause, and advice.
    package var description: String {
        switch self {
        case .noService, .serviceStopped, .invalidHandle:
            "pcscd does not run; start it with 'sudo systemctl start pcscd.socket'"
        case .accessDenied:
            "pcscd refuses this user; a policy of polkit for org.debian.pcsc-lite.access_pcsc and .access_card allows it, "
                + "or a login on the machine itself"
        case .sharingViolation:
            "another program has the card for itself; gpg's scdaemon, a browser or OpenSC may be it"
        case .noCard, .removedCard:
            "no card is in the reader"
        case .unresponsiveCard:
            "the card does not answer in this reader; it may lie the wrong way round, or speak a protocol that the reader does not"
        case .unpoweredCard:
            "the card has no power"
        case .resetCard:
            "another program has reset the card"
        case .unknownReader, .readerUnavailable:
            "the reader is gone"
        case .noReaders:
            "no reader is connected"
        case .protocolMismatch:
            "the card and the reader have no protocol in common"
        case .notTransacted:
            "the reader does not take this command"
        case .timeout:
            "the reader has not answered in time"
        default:
            "PC/SC error \(String(self.rawValue, radix: 16, uppercase: true))"
        }
    }
}
