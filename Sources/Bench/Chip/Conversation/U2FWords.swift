import ISO7816

/// U2F raw messages in words, FIDO U2F Raw Message Formats v1.2, sections 4 to 6.
enum U2FWords {
    static func request(_ command: CommandAPDU) -> (command: String, relyingParty: String?) {
        switch command.ins {
        case 0x01:
            return ("U2F register", Self.application(command))
        case 0x02:
            let control =
                switch command.p1 {
                case 0x03: ""
                case 0x07: " check-only"
                case 0x08: " without presence"
                default: " control " + HexText.text(of: [command.p1])
                }
            return ("U2F authenticate" + control, Self.application(command))
        case 0x03:
            return ("U2F version", nil)
        default:
            return ("U2F INS " + HexText.text(of: [command.ins]), nil)
        }
    }

    /// The first bytes of the application parameter, the hash that stands for the relying party.
    private static func application(_ command: CommandAPDU) -> String? {
        guard command.data.count >= 64 else { return nil }
        return HexText.text(of: command.data[32..<36]) + "…"
    }
}
