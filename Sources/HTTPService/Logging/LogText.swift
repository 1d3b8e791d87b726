/// Values in lines for people.
package enum LogText {
    /// A value as it stands behind its name: quoted where it could be taken for more than one value, or would leave the line.
    ///
    /// A user ID may hold spaces and equals signs, and what a client sends may hold anything.
    package static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.unicodeScalars.allSatisfy { scalar in
                !scalar.properties.isWhitespace && !"=\"\\".unicodeScalars.contains(scalar) && Self.isPrintable(scalar)
            }
        if isPlain { return value }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default: Self.append(scalar, to: &text)
            }
        }
        return text + "\""
    }

    /// A text that stays in its line and cannot move the cursor of a terminal.
    package static func inLine(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars { Self.append(scalar, to: &text) }
        return text
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        if Self.isPrintable(scalar) {
            text.unicodeScalars.append(scalar)
        } else {
            text += "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// Whether a terminal shows it and nothing else: no control character, no line separator, nothing that turns the direction.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
