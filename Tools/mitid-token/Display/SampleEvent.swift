import CommandLineTool
import TokenQuality

/// What a session says to its operator: a line of text, or of JSON for a program.
struct SampleEvent: Encodable {
    enum Name: String, Encodable {
        case session
        case cue
        case beep
        case code
        case measured
        case unmatched
        case question
        case leftOut
        case unknownAnswer
        case end
    }

    var event: Name
    var serialNumber: String?
    var at: CampaignTime?
    var press: Int?
    var presses: Int?
    var displays: Int?
    var host: HostClockState?
    /// What came of a code: agrees, contradicts, dropsPending, jumps.
    var outcome: String?
    /// Bounds of the offset.
    var offsetSeconds: [Double]?
    /// What the display may have shown instead.
    var shown: String?
    var reason: String?
    /// The code is only typed: there is no beep.
    var isTyped = false

    enum CodingKeys: String, CodingKey {
        case event, serialNumber, at, press, presses, displays, host, outcome, offsetSeconds, shown, reason
    }

    init(_ event: Name, of serialNumber: String? = nil) {
        self.event = event
        self.serialNumber = serialNumber
    }

    /// The event for people; `nil` for one that only programs need.
    var text: String? {
        let serial = PrintableText.line(self.serialNumber ?? "")
        switch self.event {
        case .session:
            let host = self.host?.isSynchronized ?? true
            return host
                ? nil
                : "This machine's clock follows no time server: offsets are measured against it, not true time."
        case .cue:
            let moment = self.isTyped ? "when it is dark" : "at the beep"
            return "\n\(serial)   press \(self.press ?? 1) of \(self.presses ?? 1)   \(moment)"
        case .beep: return "\u{07}PRESS"
        case .code: return "code: "
        case .measured:
            let bounds = (self.offsetSeconds ?? []).map { value in ClockText.seconds(value) }.joined(separator: " to ")
            switch self.outcome {
            case "contradicts": return "  contradicts the codes before; one more press decides"
            case "jumps": return "  the clock has jumped: now \(bounds)"
            case "dropsPending": return "  the press before was not at its beep; offset \(bounds)"
            default: return "  offset \(bounds)"
            }
        case .unmatched:
            return "  No time step near now has this code. Type it again as the display shows it, or missed."
        case .question: return "  Did it show \(self.shown ?? "")? yes or no: "
        case .leftOut: return "  \(serial) is left out: \(self.reason ?? "")"
        case .unknownAnswer: return "  \(self.reason ?? "")"
        case .end: return "\n\((self.displays ?? 0).counted("display")) measured."
        }
    }
}
