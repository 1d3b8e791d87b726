/// What a virtual reader says to the card in it: one message of vpcd's socket, without its length.
///
/// The protocol is that of vsmartcard's `vpcd.h`. A message of one byte is a control message if the byte is one of four;
/// everything else is a command for the card.
package enum VPCDMessage: Equatable, Sendable {
    case powerOff
    case powerOn
    case reset
    /// The reader wants the answer to reset; it asks several times a second, to see whether the card is still there.
    case answerToResetRequest
    /// A command APDU, as the client sent it.
    case command([UInt8])

    init(parsing bytes: [UInt8]) {
        self =
            switch bytes {
            case [0]: .powerOff
            case [1]: .powerOn
            case [2]: .reset
            case [4]: .answerToResetRequest
            default: .command(bytes)
            }
    }
}
