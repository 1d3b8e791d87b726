import Testing

@testable import mitid_vectors

/// The checks of a folder of vectors.
struct VectorLintTests {
    private static let schema = """
        {"$schema": "\(JSONSchema.dialect)", "type": "object", "required": ["schema", "numberOfTests", "testGroups"]}
        """
    private static let vectors = """
        {"schema": "a.schema.json", "numberOfTests": 3, "testGroups": [
          {"tests": [{"tcId": 1, "result": "valid"}, {"tcId": 2, "result": "invalid", "expect": "noMatch"}]},
          {"tests": [{"tcId": 5, "result": "valid"}]}
        ]}
        """

    private func findings(_ files: [String: String]) -> [String] {
        VectorLint(files: files.map { VectorLint.File(path: $0.key, bytes: Array($0.value.utf8)) })
            .findings.map(\.description)
    }

    private func findings(vectors: String) -> [String] {
        self.findings(["schemas/a.schema.json": Self.schema, "a_b_test.json": vectors])
    }

    @Test func nothingIsFoundWhereNothingIsWrong() {
        #expect(self.findings(vectors: Self.vectors).isEmpty)
    }

    @Test(arguments: [
        ("\"tcId\": 5", "\"tcId\": 2", "a_b_test.json#/testGroups/1/tests/0/tcId: 2 after 2: ids ascend over the file"),
        ("\"tcId\": 5", "\"tcId\": 1", "a_b_test.json#/testGroups/1/tests/0/tcId: 1 after 2: ids ascend over the file"),
        ("\"tcId\": 5", "\"id\": 5", "a_b_test.json#/testGroups/1/tests/0/tcId: expected an integer"),
        ("Tests\": 3", "Tests\": 4", "a_b_test.json#/numberOfTests: says 4, the file has 3"),
        (
            ", \"expect\": \"noMatch\"", "",
            "a_b_test.json#/testGroups/0/tests/1: an invalid test names the refusal in \"expect\""
        ),
        ("\"invalid\"", "\"valid\"", "a_b_test.json#/testGroups/0/tests/1/expect: a valid test expects no refusal"),
        ("\"numberOfTests\": 3, ", "", "a_b_test.json#: member \"numberOfTests\" is missing"),
    ])
    func aSlipIsNamedByItsPlace(_ right: String, _ wrong: String, _ finding: String) {
        #expect(self.findings(vectors: Self.vectors.replacing(right, with: wrong)) == [finding])
    }

    @Test func aSchemaMustBeThereAndUsed() {
        let findings = self.findings(vectors: Self.vectors.replacing("a.schema.json", with: "b.schema.json"))
        #expect(
            findings == [
                "a_b_test.json#/schema: schemas/b.schema.json is missing or unreadable",
                "schemas/a.schema.json#: no vector file uses this schema",
            ]
        )
    }

    @Test func noOtherFileLiesAbout() {
        let findings = self.findings([
            "schemas/a.schema.json": Self.schema, "a_b_test.json": Self.vectors, "notes.txt": "", "a_b_test.json~": "",
            "schemas/readme.md": "", "more/a_b_test.json": "",
        ])
        #expect(findings.count == 4)
        #expect(findings.allSatisfy { $0.contains("unknown file") })
    }

    @Test func anEmptyFolderIsNotAGoodOne() {
        #expect(self.findings([:]) == [".#: no vector file in this folder"])
    }

    @Test func brokenJSONIsNamedByLineAndColumn() {
        #expect(self.findings(vectors: "{\n x").first == "a_b_test.json#: line 2, column 2: expected a member's name")
    }
}
