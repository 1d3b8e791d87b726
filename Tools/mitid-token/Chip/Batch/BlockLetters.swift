/// Letters of five rows and five columns, for a reader at a distance.
enum BlockLetters {
    /// Rows of text with a margin; a text wider than the terminal goes on below.
    static func rows(of text: String, width: Int) -> [String] {
        let perLine = max(1, (width - 2) / 6)
        var rows = [""]
        var line: [String] = []
        var length = 0
        for word in text.uppercased().split(separator: " ").map(String.init) {
            if length > 0, length + 1 + word.count > perLine {
                rows += Self.drawn(line.joined(separator: " ")) + [""]
                (line, length) = ([], 0)
            }
            line.append(word)
            length += word.count + (length > 0 ? 1 : 0)
        }
        var rest = Substring(line.joined(separator: " "))
        while !rest.isEmpty {
            rows += Self.drawn(String(rest.prefix(perLine))) + [""]
            rest = rest.dropFirst(perLine)
        }
        return rows
    }

    private static func drawn(_ text: String) -> [String] {
        (0..<5).map { row in
            " "
                + text.map { letter in
                    let bits = Self.shape(of: letter)[row]
                    return (0..<5).map { bits & (16 >> $0) != 0 ? "█" : " " }.joined()
                }.joined(separator: " ")
        }
    }

    private static func shape(of letter: Character) -> [UInt8] {
        guard let shape = Self.shapes[letter], shape.count == 5 else { return [0, 0, 0, 0, 0] }
        return shape
    }

    private static let shapes: [Character: [UInt8]] = [
        "A": [14, 17, 31, 17, 17], "B": [30, 17, 30, 17, 30], "C": [15, 16, 16, 16, 15], "D": [30, 17, 17, 17, 30],
        "E": [31, 16, 30, 16, 31], "F": [31, 16, 30, 16, 16], "G": [15, 16, 19, 17, 15], "H": [17, 17, 31, 17, 17],
        "I": [14, 4, 4, 4, 14], "J": [7, 2, 2, 18, 12], "K": [17, 18, 28, 18, 17], "L": [16, 16, 16, 16, 31],
        "M": [17, 27, 21, 17, 17], "N": [17, 25, 21, 19, 17], "O": [14, 17, 17, 17, 14], "P": [30, 17, 30, 16, 16],
        "Q": [14, 17, 21, 18, 13], "R": [30, 17, 30, 18, 17], "S": [15, 16, 14, 1, 30], "T": [31, 4, 4, 4, 4],
        "U": [17, 17, 17, 17, 14], "V": [17, 17, 17, 10, 4], "W": [17, 17, 21, 27, 17], "X": [17, 10, 4, 10, 17],
        "Y": [17, 10, 4, 4, 4], "Z": [31, 2, 4, 8, 31], "0": [14, 19, 21, 25, 14], "1": [4, 12, 4, 4, 14],
        "2": [30, 1, 14, 16, 31], "3": [30, 1, 14, 1, 30], "4": [18, 18, 31, 2, 2], "5": [31, 16, 30, 1, 30],
        "6": [14, 16, 30, 17, 14], "7": [31, 1, 2, 4, 4], "8": [14, 17, 14, 17, 14], "9": [14, 17, 15, 1, 14],
        "-": [0, 0, 14, 0, 0], ".": [0, 0, 0, 0, 4], "_": [0, 0, 0, 0, 31],
    ]
}
