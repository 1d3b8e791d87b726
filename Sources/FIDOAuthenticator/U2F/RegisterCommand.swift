import ISO7816

/// U2F_REGISTER, FIDO U2F raw message formats 1.2, section 4.1.
///
/// P1 and P2 say nothing here: hosts set them to various values.
struct RegisterCommand: Equatable, Sendable {
    /// The SHA-256 of the client data.
    var challengeParameter: [UInt8]

    /// The SHA-256 of the application's identity; in Web Authentication, of the relying party's ID.
    var applicationParameter: [UInt8]

    init(_ command: CommandAPDU) throws(StatusWord) {
        guard command.data.count == 64 else { throw .wrongLength }
        self.challengeParameter = [UInt8](command.data[..<32])
        self.applicationParameter = [UInt8](command.data[32...])
    }
}
