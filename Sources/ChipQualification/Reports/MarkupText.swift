/// Text for XML and HTML.
enum MarkupText {
    /// The text with its special characters escaped, and without those that XML 1.0 does not have.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case _
            where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                escaped += "?"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Microseconds as milliseconds with three digits behind the point.
    static func milliseconds(_ microseconds: UInt64) -> String {
        let rest = "\(microseconds % 1_000)"
        return "\(microseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// Milliseconds as seconds with three digits behind the point.
    static func seconds(_ milliseconds: UInt64) -> String { Self.milliseconds(milliseconds) }
}
