extension JSONSchema {
    /// What is wrong with the schema itself: unknown keywords, values of the wrong kind, references that lead nowhere.
    var schemaViolations: [Violation] {
        var violations = self.check(self.root, at: .root)
        if self.root["$schema"]?.text != Self.dialect {
            violations.append(Violation(pointer: .root / "$schema", message: "expected \(Self.dialect)"))
        }
        let used = Self.references(in: self.root)
        for definition in self.root["$defs"]?.members ?? [] where !used.contains("#/$defs/\(definition.name)") {
            violations.append(Violation(pointer: .root / "$defs" / definition.name, message: "defined and never used"))
        }
        return violations
    }

    private func check(_ schema: JSONValue, at place: JSONPointer) -> [Violation] {
        switch schema {
        case .boolean: []
        case .object(let members): members.flatMap { self.check($0, at: place) }
        default: [Violation(pointer: place, message: "expected a schema")]
        }
    }

    private func check(_ keyword: JSONValue.Member, at schema: JSONPointer) -> [Violation] {
        let place = schema / keyword.name
        func expect(_ condition: Bool, _ message: String) -> [Violation] {
            condition ? [] : [Violation(pointer: place, message: message)]
        }
        guard Self.keywords.contains(keyword.name) else {
            return expect(false, "unknown keyword: this linter would not check it")
        }
        switch keyword.name {
        case "$schema", "title", "description":
            return expect(keyword.value.text != nil, "expected a string")
        case "$ref":
            return expect(self.target(of: keyword.value) != nil, "expected #/$defs/… of this schema")
        case "type":
            return expect(Self.types.contains(keyword.value.text ?? ""), "expected the name of one type")
        case "const":
            return []
        case "enum":
            return expect(keyword.value.elements?.isEmpty == false, "expected values")
        case "required":
            let names = keyword.value.elements ?? []
            return expect(!names.isEmpty && names.allSatisfy { $0.text != nil }, "expected names")
        case "minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum":
            return expect(keyword.value.integer != nil, "expected an integer of 64 bits")
        case "pattern":
            return expect(keyword.value.text.map { (try? Regex($0)) != nil } ?? false, "expected a regular expression")
        case "items", "additionalProperties":
            return self.check(keyword.value, at: place)
        case "oneOf":
            guard let schemas = keyword.value.elements, !schemas.isEmpty else {
                return expect(false, "expected schemas")
            }
            return schemas.enumerated().flatMap { self.check($1, at: place / $0) }
        default:
            // properties and $defs: a schema for each name.
            guard let members = keyword.value.members else { return expect(false, "expected an object of schemas") }
            return members.flatMap { self.check($0.value, at: place / $0.name) }
        }
    }

    private static func references(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let members):
            members.reduce(into: []) { references, member in
                if member.name == "$ref", let target = member.value.text {
                    references.insert(target)
                }
                references.formUnion(Self.references(in: member.value))
            }
        case .array(let elements):
            elements.reduce(into: []) { $0.formUnion(Self.references(in: $1)) }
        default: []
        }
    }
}
