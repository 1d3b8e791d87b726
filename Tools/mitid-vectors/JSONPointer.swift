/// A place in a JSON value, RFC 6901: `/testGroups/0/tests/3/code`.
struct JSONPointer: Equatable, Sendable, CustomStringConvertible {
    let description: String

    static let root = JSONPointer(description: "")

    static func / (pointer: JSONPointer, name: String) -> JSONPointer {
        var escaped = ""
        for character in name {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        return JSONPointer(description: pointer.description + "/" + escaped)
    }

    static func / (pointer: JSONPointer, index: Int) -> JSONPointer {
        JSONPointer(description: "\(pointer.description)/\(index)")
    }
}
