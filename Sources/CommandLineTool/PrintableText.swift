/// Texts of files and services on their way to a terminal.
package enum PrintableText {
    /// The text in one line, with a question mark for every character that would leave it or move the cursor.
    package static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: line.append("?")
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}
