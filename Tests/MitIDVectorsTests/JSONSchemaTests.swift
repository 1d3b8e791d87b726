import Testing

@testable import mitid_vectors

/// The part of JSON Schema that the vectors' schemas use.
struct JSONSchemaTests {
    /// Schema, a value that obeys it, a value that does not, and the pointer to what is wrong.
    static let keywords: [(String, String, String, String)] = [
        (#"{"type":"integer"}"#, "1", "1.5", ""),
        (#"{"type":"number"}"#, "1", #""1""#, ""),
        (#"{"type":"object"}"#, "{}", "[]", ""),
        (#"{"const":"a"}"#, #""a""#, #""b""#, ""),
        (#"{"const":1}"#, "1", #""1""#, ""),
        (#"{"enum":["a",1,null]}"#, "null", "2", ""),
        (#"{"required":["a","b"]}"#, #"{"a":1,"b":1}"#, #"{"a":1}"#, ""),
        (#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":"","b":1}"#, #"{"a":1}"#, "/a"),
        (#"{"properties":{"a":true},"additionalProperties":false}"#, #"{"a":1}"#, #"{"a":1,"b":1}"#, "/b"),
        (#"{"additionalProperties":{"type":"string"}}"#, #"{"a":""}"#, #"{"a/b~":1}"#, "/a~1b~0"),
        (#"{"items":{"type":"integer"}}"#, "[1,2]", "[1,2,null]", "/2"),
        (#"{"minItems":1}"#, "[1]", "[]", ""),
        (#"{"maxItems":1}"#, "[1]", "[1,2]", ""),
        (#"{"minLength":2}"#, #""åå""#, #""å""#, ""),
        (#"{"maxLength":2}"#, #""åå""#, #""ååå""#, ""),
        (#"{"minimum":-1}"#, "-1", "-2", ""),
        (#"{"maximum":4294967295}"#, "4294967295", "4294967296", ""),
        (#"{"maximum":5}"#, "5", "99999999999999999999999", ""),
        (#"{"pattern":"^[0-9]{6}$"}"#, #""007081""#, #""07081""#, ""),
        (#"{"pattern":"b"}"#, #""abc""#, #""ac""#, ""),
        (#"{"oneOf":[{"type":"string"},{"minimum":3}]}"#, "5", "2", ""),
        (#"{"oneOf":[{"type":"integer"},{"minimum":3}]}"#, "2", "5", ""),
        (##"{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}"##, #""""#, "1", ""),
        ("true", "1", "", ""),
        ("false", "", "1", ""),
    ]

    @Test(arguments: JSONSchemaTests.keywords.indices)
    func aKeywordTellsRightFromWrong(_ index: Int) throws {
        let (schema, right, wrong, pointer) = Self.keywords[index]
        let checker = JSONSchema(root: try self.value(schema))
        if !right.isEmpty {
            #expect(checker.violations(in: try self.value(right)).isEmpty)
        }
        if !wrong.isEmpty {
            #expect(checker.violations(in: try self.value(wrong)).map(\.pointer.description) == [pointer])
        }
    }

    @Test(arguments: [
        (#""format":"uri""#, "/format"), (#""minimum":"1""#, "/minimum"), (#""pattern":"(""#, "/pattern"),
        (#""type":"text""#, "/type"), (#""type":["string"]"#, "/type"), (#""enum":[]"#, "/enum"),
        (#""required":[]"#, "/required"), (##""$ref":"#/$defs/b""##, "/$ref"), (#""items":1"#, "/items"),
        (#""oneOf":[]"#, "/oneOf"), (#""properties":{"a":{"uniqueItems":true}}"#, "/properties/a/uniqueItems"),
        (#""$defs":{"a":true}"#, "/$defs/a"), (#""title":1"#, "/title"),
    ])
    func aSchemaThatWouldNotBeCheckedAsItReadsIsWrong(_ member: String, _ pointer: String) throws {
        let schema = JSONSchema(root: try self.value("{\"$schema\":\"\(JSONSchema.dialect)\",\(member)}"))
        #expect(schema.schemaViolations.map(\.pointer.description) == [pointer])
    }

    @Test func aSchemaOfAnotherDialectIsWrong() throws {
        #expect(JSONSchema(root: try self.value("{}")).schemaViolations.map(\.pointer.description) == ["/$schema"])
    }

    private func value(_ text: String) throws -> JSONValue {
        try JSONReader.value(of: Array(text.utf8))
    }
}
