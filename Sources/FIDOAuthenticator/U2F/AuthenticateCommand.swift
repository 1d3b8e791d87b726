import FIDOMessages
import ISO7816

/// U2F_AUTHENTICATE, FIDO U2F raw message formats 1.2, section 5.1.
struct AuthenticateCommand: Equatable, Sendable {
    var controlByte: ControlByte

    /// The SHA-256 of the client data.
    var challengeParameter: [UInt8]

    /// The SHA-256 of the application's identity.
    var applicationParameter: [UInt8]

    /// What registration gave out.
    var keyHandle: ArraySlice<UInt8>

    init(_ command: CommandAPDU) throws(StatusWord) {
        let data = command.data
        guard data.count >= 65, data.count == 65 + Int(data[64]) else { throw .wrongLength }
        // The standard's own list of status words has none for parameters.
        guard let controlByte = ControlByte(rawValue: command.p1) else { throw .wrongData }
        self.controlByte = controlByte
        self.challengeParameter = [UInt8](data[..<32])
        self.applicationParameter = [UInt8](data[32..<64])
        self.keyHandle = data[65...]
    }
}
