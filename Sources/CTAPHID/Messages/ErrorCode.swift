/// The byte of an ERROR message, CTAP 2.1, section 11.2.9.1.6; every value is kept.
package struct ErrorCode: RawRepresentable, Hashable, Sendable {
    /// The byte.
    package var rawValue: UInt8

    /// An error of any code.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// There is no such command.
    package static let invalidCommand = ErrorCode(rawValue: 0x01)

    /// A parameter makes no sense.
    package static let invalidParameter = ErrorCode(rawValue: 0x02)

    /// BCNT does not fit the command.
    package static let invalidLength = ErrorCode(rawValue: 0x03)

    /// SEQ is not the next one.
    package static let invalidSequence = ErrorCode(rawValue: 0x04)

    /// The message was not completed in time.
    package static let messageTimeout = ErrorCode(rawValue: 0x05)

    /// Another channel is being served.
    package static let channelBusy = ErrorCode(rawValue: 0x06)

    /// The command needs a lock.
    package static let lockRequired = ErrorCode(rawValue: 0x0A)

    /// CID is none that was handed out.
    package static let invalidChannel = ErrorCode(rawValue: 0x0B)

    /// Something else.
    package static let other = ErrorCode(rawValue: 0x7F)
}
