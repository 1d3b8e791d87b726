/// The checks of a folder of vector files: schemas, counts, ids, and no file that nobody knows.
struct VectorLint {
    /// A file below the folder: its path there and its bytes.
    struct File: Sendable {
        let path: String
        let bytes: [UInt8]
    }

    private(set) var findings: [Finding] = []
    private(set) var fileCount = 0
    private(set) var testCount = 0

    private var schemas: [String: JSONSchema] = [:]
    private var usedSchemas: Set<String> = []

    init(files: [File]) {
        let files = files.sorted { $0.path < $1.path }
        for file in files where file.path.hasPrefix("schemas/") {
            self.readSchema(file)
        }
        for file in files where !file.path.hasPrefix("schemas/") {
            self.check(file)
        }
        for name in self.schemas.keys.sorted() where !self.usedSchemas.contains(name) {
            self.report("schemas/\(name)", message: "no vector file uses this schema")
        }
        if self.fileCount == 0 {
            self.report(".", message: "no vector file in this folder")
        }
    }

    private mutating func report(_ file: String, _ pointer: JSONPointer = .root, message: String) {
        self.findings.append(Finding(file: file, pointer: pointer, message: message))
    }

    private mutating func parsed(_ file: File) -> JSONValue? {
        do throws(JSONReader.Failure) {
            return try JSONReader.value(of: file.bytes)
        } catch {
            self.report(file.path, message: error.description)
            return nil
        }
    }

    private mutating func readSchema(_ file: File) {
        let name = String(file.path.dropFirst("schemas/".count))
        guard name.hasSuffix(".schema.json"), !name.contains("/") else {
            self.report(file.path, message: "unknown file: schemas are named <kind>.schema.json")
            return
        }
        guard let root = self.parsed(file) else { return }
        let schema = JSONSchema(root: root)
        for violation in schema.schemaViolations {
            self.report(file.path, violation.pointer, message: violation.message)
        }
        self.schemas[name] = schema
    }

    private mutating func check(_ file: File) {
        guard JSONSchema.text(file.path, matches: "^[a-z0-9-]+(_[a-z0-9-]+)*_test\\.json$") else {
            self.report(file.path, message: "unknown file: vector files are named <subject>_<parameters>_test.json")
            return
        }
        self.fileCount += 1
        guard let value = self.parsed(file) else { return }
        guard let name = value["schema"]?.text else {
            self.report(file.path, .root / "schema", message: "expected the name of a schema")
            return
        }
        self.usedSchemas.insert(name)
        guard let schema = self.schemas[name] else {
            self.report(file.path, .root / "schema", message: "schemas/\(name) is missing or unreadable")
            return
        }
        for violation in schema.violations(in: value) {
            self.report(file.path, violation.pointer, message: violation.message)
        }
        self.checkTests(of: value, in: file.path)
    }

    /// What no schema can say: the number of tests, their ids, and that refusals and only refusals say what to expect.
    private mutating func checkTests(of value: JSONValue, in path: String) {
        var count: Int64 = 0
        var last: Int64?
        for (groupIndex, group) in (value["testGroups"]?.elements ?? []).enumerated() {
            for (testIndex, test) in (group["tests"]?.elements ?? []).enumerated() {
                let place = JSONPointer.root / "testGroups" / groupIndex / "tests" / testIndex
                count += 1
                guard let id = test["tcId"]?.integer else {
                    self.report(path, place / "tcId", message: "expected an integer")
                    continue
                }
                if let last, id <= last {
                    self.report(path, place / "tcId", message: "\(id) after \(last): ids ascend over the file")
                }
                last = id
                switch (test["result"]?.text, test["expect"]) {
                case ("valid", .some):
                    self.report(path, place / "expect", message: "a valid test expects no refusal")
                case ("invalid", .none):
                    self.report(path, place, message: "an invalid test names the refusal in \"expect\"")
                default:
                    break
                }
            }
        }
        if let stated = value["numberOfTests"]?.integer, stated != count {
            self.report(path, .root / "numberOfTests", message: "says \(stated), the file has \(count)")
        }
        self.testCount += Int(count)
    }
}
