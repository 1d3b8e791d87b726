/// An integer of 64 bits, written as a decimal string because a JSON number is exact only to 2^53 in many readers.
package struct DecimalString<Value: FixedWidthInteger & Sendable>: Decodable, Sendable {
    package let value: Value

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Value(text), String(value) == text else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a canonical integer: \(text)")
        }
        self.value = value
    }
}
