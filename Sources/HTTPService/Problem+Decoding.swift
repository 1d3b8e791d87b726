extension Problem {
    /// Names the member that could not be decoded, and what it should have been.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .invalidBody("\(Self.place(context.codingPath + [key])) is missing.")
        case .valueNotFound(let type, let context):
            self = .invalidBody("\(Self.place(context.codingPath)) is null and must be \(Self.word(for: type)).")
        case .typeMismatch(let type, let context):
            self = .invalidBody("\(Self.place(context.codingPath)) must be \(Self.word(for: type)).")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            // What is not JSON at all is told before; what is left are numbers that do not fit their place.
            self = .invalidBody("A number in the body is too large, too small or not whole for its place.")
        case .dataCorrupted(let context):
            self = .invalidBody("\(Self.place(context.codingPath)): \(Self.shown(context.debugDescription))")
        @unknown default:
            self = .invalidBody("The body is not what this path takes.")
        }
    }

    /// A place in a JSON value, as `[3].profile.digits`.
    static func place(_ path: [any CodingKey]) -> String {
        var place = ""
        for key in path {
            if let index = key.intValue {
                place += "[\(index)]"
            } else {
                place += place.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return place.isEmpty ? "The body" : "'\(Self.shown(place))'"
    }

    private static func word(for type: any Any.Type) -> String {
        switch "\(type)" {
        case "String":
            "a string"
        case "Bool":
            "true or false"
        case let name where name.hasPrefix("Int") || name.hasPrefix("UInt"):
            "a whole number"
        case "Double", "Float", "Decimal":
            "a number"
        case let name where name.hasPrefix("Array"):
            "an array"
        case let name where name.hasPrefix("Dictionary"):
            "an object"
        default:
            "of another type"
        }
    }
}
