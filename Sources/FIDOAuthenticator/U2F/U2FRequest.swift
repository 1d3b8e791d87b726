import ISO7816

/// What a U2F host can ask for; FIDO U2F raw message formats 1.2, sections 3 to 6.
enum U2FRequest: Equatable, Sendable {
    case register(RegisterCommand)
    case authenticate(AuthenticateCommand)
    case version

    /// Reads a request, or says as a status word why it is none.
    init(_ command: CommandAPDU) throws(StatusWord) {
        guard command.cla == 0x00 else { throw .classNotSupported }
        switch command.ins {
        case 0x01: self = .register(try RegisterCommand(command))
        case 0x02: self = .authenticate(try AuthenticateCommand(command))
        case 0x03:
            guard command.data.isEmpty else { throw .wrongLength }
            self = .version
        default: throw .instructionNotSupported
        }
    }
}
