/// Texts that are OCRA suites, and texts that are not.
package struct OCRASuiteGroup: VectorGroup {
    package let source: String
    package let tests: [Test]

    package struct Suite: Decodable, Sendable {
        package let algorithm: String
        package let digits: Int
        package let hasCounter: Bool
        package let questionFormat: String
        package let questionLength: Int
        package let pinHash: String?
        package let sessionByteCount: Int?
        package let timeStep: UInt32?
    }

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let text: String
        package let suite: Suite?
    }
}
