/// CTAPHID's errors in words, CTAP 2.1, section 11.2.9.1.6.
enum CTAPHIDWords {
    static func error(_ code: UInt8) -> String {
        switch code {
        case 0x01: "invalid command"
        case 0x02: "invalid parameter"
        case 0x03: "invalid length"
        case 0x04: "invalid sequence"
        case 0x05: "message timeout"
        case 0x06: "channel busy"
        case 0x0A: "lock required"
        case 0x0B: "invalid channel"
        case 0x7F: "other"
        default: "0x" + HexText.text(of: [code])
        }
    }
}
