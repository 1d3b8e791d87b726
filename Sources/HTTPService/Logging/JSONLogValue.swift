import Logging

/// Metadata as JSON has it: texts, lists and objects of them.
struct JSONLogValue: Encodable {
    let value: Logger.Metadata.Value

    init(_ value: Logger.Metadata.Value) {
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        switch self.value {
        case .array(let values):
            try values.map(JSONLogValue.init).encode(to: encoder)
        case .dictionary(let members):
            try members.mapValues(JSONLogValue.init).encode(to: encoder)
        default:
            try self.value.description.encode(to: encoder)
        }
    }
}
