/// The part of JSON Schema draft 2020-12 that the vectors' schemas use.
///
/// A keyword outside this part is an error and never passed over: a check that silently does not happen is worse than none.
struct JSONSchema: Sendable {
    /// A violation: where in the checked value, or in the schema itself, and what.
    struct Violation: Error, Equatable, Sendable {
        let pointer: JSONPointer
        let message: String
    }

    static let keywords: Set<String> = [
        "$defs", "$ref", "$schema", "additionalProperties", "const", "description", "enum", "items", "maxItems",
        "maxLength", "maximum", "minItems", "minLength", "minimum", "oneOf", "pattern", "properties", "required",
        "title",
        "type",
    ]
    static let types: Set<String> = ["array", "boolean", "integer", "null", "number", "object", "string"]
    static let dialect = "https://json-schema.org/draft/2020-12/schema"

    let root: JSONValue

    /// The violations in `value`, in reading order; empty if it obeys the schema.
    func violations(in value: JSONValue) -> [Violation] {
        self.violations(in: value, at: .root, by: self.root)
    }

    private func violations(in value: JSONValue, at place: JSONPointer, by schema: JSONValue) -> [Violation] {
        switch schema {
        case .boolean(true): []
        case .boolean(false): [Violation(pointer: place, message: "not allowed here")]
        case .object(let members):
            members.flatMap { self.violations(in: value, at: place, by: $0, of: schema) }
        default: [Violation(pointer: place, message: "the schema is neither an object nor a boolean")]
        }
    }

    private func violations(
        in value: JSONValue,
        at place: JSONPointer,
        by keyword: JSONValue.Member,
        of schema: JSONValue
    ) -> [Violation] {
        func violation(_ message: String) -> [Violation] {
            [Violation(pointer: place, message: message)]
        }
        switch (keyword.name, value) {
        case ("$ref", _):
            guard let target = self.target(of: keyword.value) else { return violation("unresolved $ref") }
            return self.violations(in: value, at: place, by: target)
        case ("type", _):
            guard let type = keyword.value.text, !Self.value(value, hasType: type) else { return [] }
            return violation("expected \(type), found \(value.typeName)")
        case ("const", _):
            return keyword.value == value ? [] : violation("expected \(Self.printed(keyword.value))")
        case ("enum", _):
            let allowed = keyword.value.elements ?? []
            guard !allowed.contains(value) else { return [] }
            return violation("expected one of \(allowed.map(Self.printed).joined(separator: ", "))")
        case ("oneOf", _):
            return self.violationsOfOneOf(keyword.value.elements ?? [], in: value, at: place)
        case ("required", .object(let members)):
            let names = Set(members.map(\.name))
            return (keyword.value.elements ?? []).compactMap(\.text).filter { !names.contains($0) }
                .flatMap { violation("member \"\($0)\" is missing") }
        case ("properties", .object(let members)):
            return members.flatMap { member in
                guard let schema = keyword.value[member.name] else { return [Violation]() }
                return self.violations(in: member.value, at: place / member.name, by: schema)
            }
        case ("additionalProperties", .object(let members)):
            return members.filter { schema["properties"]?[$0.name] == nil }.flatMap { member in
                guard keyword.value != .boolean(false) else {
                    return [Violation(pointer: place / member.name, message: "unknown member")]
                }
                return self.violations(in: member.value, at: place / member.name, by: keyword.value)
            }
        case ("items", .array(let elements)):
            return elements.enumerated().flatMap { index, element in
                self.violations(in: element, at: place / index, by: keyword.value)
            }
        case ("minItems", .array(let elements)):
            guard let limit = keyword.value.integer, elements.count < limit else { return [] }
            return violation("\(elements.count) elements, fewer than \(limit)")
        case ("maxItems", .array(let elements)):
            guard let limit = keyword.value.integer, elements.count > limit else { return [] }
            return violation("\(elements.count) elements, more than \(limit)")
        case ("minLength", .string(let text)):
            guard let limit = keyword.value.integer, text.unicodeScalars.count < limit else { return [] }
            return violation("shorter than \(limit) characters")
        case ("maxLength", .string(let text)):
            guard let limit = keyword.value.integer, text.unicodeScalars.count > limit else { return [] }
            return violation("longer than \(limit) characters")
        case ("pattern", .string(let text)):
            guard let pattern = keyword.value.text, !Self.text(text, matches: pattern) else { return [] }
            return violation("does not match \(pattern)")
        case ("minimum", .number):
            guard let limit = keyword.value.integer else { return [] }
            guard let number = value.integer else { return violation("expected an integer of 64 bits") }
            return number < limit ? violation("\(number) is below \(limit)") : []
        case ("maximum", .number):
            guard let limit = keyword.value.integer else { return [] }
            guard let number = value.integer else { return violation("expected an integer of 64 bits") }
            return number > limit ? violation("\(number) is above \(limit)") : []
        default:
            // The other keywords say nothing of this type of value; unknown ones are found by `schemaViolations`.
            return []
        }
    }

    private func violationsOfOneOf(_ schemas: [JSONValue], in value: JSONValue, at place: JSONPointer) -> [Violation] {
        let results = schemas.map { self.violations(in: value, at: place, by: $0) }
        let matching = results.count { $0.isEmpty }
        guard matching != 1 else { return [] }
        guard matching == 0 else {
            return [Violation(pointer: place, message: "matches \(matching) schemas of oneOf, not one")]
        }
        // The branch that came closest says best what is wrong.
        let closest = results.min { $0.count < $1.count } ?? []
        let reasons = closest.map(\.message).joined(separator: "; ")
        return [Violation(pointer: place, message: "matches no schema of oneOf: \(reasons)")]
    }

    /// The schema that a local `$ref` names.
    func target(of reference: JSONValue) -> JSONValue? {
        guard let text = reference.text, text.hasPrefix("#/$defs/") else { return nil }
        return self.root["$defs"]?[String(text.dropFirst("#/$defs/".count))]
    }

    private static func value(_ value: JSONValue, hasType type: String) -> Bool {
        value.typeName == type || (type == "number" && value.typeName == "integer")
    }

    /// Whether the pattern matches somewhere in the text: JSON Schema's patterns are not anchored.
    static func text(_ text: String, matches pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return text.firstMatch(of: regex) != nil
    }

    private static func printed(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): "\"\(text)\""
        case .number(let text): text
        case .boolean(let flag): "\(flag)"
        case .null: "null"
        case .array, .object: "another \(value.typeName)"
        }
    }
}
