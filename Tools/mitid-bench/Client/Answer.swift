import CommandLineTool
import Foundation

/// Printing and reading what a bench answers.
enum Answer {
    static func print(_ data: Data) {
        Swift.print(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    static func decode<Value: Decodable>(_: Value.Type = Value.self, _ data: Data) throws(UnusableInput) -> Value {
        guard let value = try? JSONDecoder().decode(Value.self, from: data) else {
            throw UnusableInput("what answers there is no bench, or one of another version")
        }
        return value
    }
}
