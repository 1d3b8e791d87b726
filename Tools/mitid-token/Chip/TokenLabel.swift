/// Names of tokens, which are names of folders as well.
enum TokenLabel {
    static let form = "1 to 64 letters, digits, '.', '-' or '_', and not begin with '.'"

    static func isUsable(_ label: String) -> Bool {
        (1...64).contains(label.unicodeScalars.count) && !label.hasPrefix(".")
            && label.unicodeScalars.allSatisfy { Self.isSafe($0) }
    }

    static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
        default: false
        }
    }
}
