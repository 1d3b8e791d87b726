import ISO7816

/// Commands to a card and their status words in words.
enum APDUWords {
    /// The applet's name, as FIDO's U2F NFC protocol and CTAP 2.1, section 11.3.3, have it.
    private static let fido: [UInt8] = [0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x01]

    /// What a command asks for; for whom stands in the message it carries.
    static func request(_ bytes: [UInt8]) -> String {
        guard let command = try? CommandAPDU(parsing: bytes) else { return "no command APDU" }
        return Self.name(of: command) + (command.isChained ? ", more of it follows" : "")
    }

    private static func name(of command: CommandAPDU) -> String {
        switch (command.isProprietary, command.ins) {
        case (false, 0xA4):
            "SELECT " + (command.data == Self.fido ? "FIDO" : HexText.text(of: command.data.prefix(16)))
        case (_, 0xC0): "GET RESPONSE"
        case (false, 0x01...0x03): U2FWords.request(command).command
        case (true, 0x10): "NFCCTAP_MSG"
        case (true, 0x11): "NFCCTAP_GETRESPONSE"
        case (true, 0x12): "NFCCTAP_CONTROL"
        default: "INS " + HexText.text(of: [command.ins])
        }
    }

    /// The status word an answer ends with.
    static func status(_ answer: [UInt8]) -> String {
        guard answer.count >= 2 else { return answer.isEmpty ? "no answer" : "half a status word" }
        let first = answer[answer.count - 2]
        let second = answer[answer.count - 1]
        let code = HexText.text(of: [first, second])
        switch (first, second) {
        case (0x61, _): return code + " more data"
        case (0x63, 0xC0...): return code + " \(second & 0x0F) tries left"
        default: return Self.statuses[code].map { code + " " + $0 } ?? code
        }
    }

    private static let statuses: [String: String] = [
        "9000": "success", "9100": "keepalive", "6700": "wrong length", "6881": "logical channel not supported",
        "6882": "secure messaging not supported", "6982": "security status not satisfied",
        "6985": "conditions not satisfied", "6986": "command not allowed", "6a80": "wrong data",
        "6a82": "application not found", "6a84": "not enough memory", "6a86": "wrong P1 or P2",
        "6b00": "wrong P1 or P2",
        "6d00": "instruction not supported", "6e00": "class not supported", "6f00": "unspecified error",
    ]
}
